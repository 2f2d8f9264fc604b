# %% [markdown]
# # Search
#
# ## Exercises

# %%
# %task outside

# %%
# %check outside

# %%
# %task in_step

# %%
# %check in_step

# %%
# %task reindex

# %%
# %check reindex
