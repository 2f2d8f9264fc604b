# %% [markdown]
# # Fetch less
#
# ## Exercises

# %%
# %task any_new

# %%
# %check any_new

# %%
# %task titles

# %%
# %check titles
