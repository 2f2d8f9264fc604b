# %% [markdown]
# # Indexes
#
# ## Exercises

# %%
# %task will_it_be_used

# %%
# %check will_it_be_used
