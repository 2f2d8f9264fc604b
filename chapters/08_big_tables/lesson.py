# %% [markdown]
# # Big tables
#
# ## Exercises

# %%
# %task backfill

# %%
# %check backfill
