//! The crawler against loopback servers.
