"""What the platforms need to install Foothold: the app manifests."""
