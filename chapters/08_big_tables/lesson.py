# %% [markdown]
# # Big tables
#
# ## Exercises
