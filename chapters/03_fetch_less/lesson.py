# %% [markdown]
# # Fetch less
#
# ## Exercises

# %%
# %task dashboard

# %%
# %check dashboard
