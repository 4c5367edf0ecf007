"""The server: what lies between the network and Django.

`processes` keeps two processes alive, `answering` is what each of them runs, `requests` is how a
request is read, and `limits` says how large it may be.
"""
