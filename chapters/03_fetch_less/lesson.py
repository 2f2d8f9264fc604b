# %% [markdown]
# # Fetch less
#
# ## Exercises
