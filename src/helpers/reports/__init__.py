"""Reports: notebooks executed by papermill, exported by nbconvert, laid down whole or not at all."""

from ..startup import skip_uri_grammar

skip_uri_grammar()
