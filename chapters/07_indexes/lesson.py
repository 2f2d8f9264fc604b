# %% [markdown]
# # Indexes
#
# ## Exercises
