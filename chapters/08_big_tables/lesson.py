# %% [markdown]
# # Big tables
#
# ## Exercises

# %%
# %task backfill

# %%
# %check backfill

# %%
# %task retention

# %%
# %check retention
