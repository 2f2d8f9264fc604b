# %% [markdown]
# # Search
#
# ## Exercises
