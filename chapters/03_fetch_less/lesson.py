# %% [markdown]
# # Fetch less
#
# ## Exercises

# %%
# %task dashboard

# %%
# %check dashboard

# %%
# %task fat_parent

# %%
# %check fat_parent

# %%
# %task export

# %%
# %check export
