//! Second Engine: the map comes here.
