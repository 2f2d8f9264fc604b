# %% [markdown]
# # Indexes
#
# ## Exercises

# %%
# %task will_it_be_used

# %%
# %check will_it_be_used

# %%
# %task two_to_drop

# %%
# %check two_to_drop

# %%
# %task on_a_live_site

# %%
# %check on_a_live_site
