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

# %%
# %task tuned

# %%
# %check tuned
