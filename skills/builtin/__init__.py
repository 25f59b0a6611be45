"""The skills that come with Golem, one module a family; every module in this folder is registered."""
