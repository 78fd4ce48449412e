package cli

import (
	"time"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// How long git may hear nothing from another repository; longer where a person may
// be typing a password meanwhile.
const (
	patience = time.Minute
	typing   = 5 * time.Minute
)

// network lets git talk to other repositories: with a person at the terminal, it may
// ask for a password and shows what takes long.
func (a *app) network() ledger.Network {
	n := ledger.Network{Ask: a.asks(), Patience: patience}
	if a.asks() {
		n.Patience = typing
	}
	if given, err := time.ParseDuration(a.Getenv("SC_NETWORK_TIMEOUT")); err == nil {
		n.Patience = given
	}
	if a.Term.Err {
		n.Progress = a.Err
	}
	return n
}
