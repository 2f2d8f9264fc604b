# %% [markdown]
# # Search
#
# ## Exercises

# %%
# %task outside

# %%
# %check outside
