package cli

import (
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
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
	n := ledger.Network{Ask: a.asks()}
	n.Patience, _ = a.patience() // whatever uses the network has refused a wrong one
	if a.Term.Err {
		n.Progress = a.Err
	}
	return n
}

// networkTimeout is the variable that sets another patience.
const networkTimeout = "SC_NETWORK_TIMEOUT"

// patience is how long git may hear nothing; zero is for ever.
func (a *app) patience() (time.Duration, error) {
	given := a.Getenv(networkTimeout)
	switch {
	case given != "":
		set, err := time.ParseDuration(given)
		if err != nil || set < 0 {
			return patience, fault(
				finding.Say("%s says %q, which is no length of time", networkTimeout, given),
				finding.Say("write a number with its unit, such as 30s or 2m; 0 waits for ever"))
		}
		return set, nil
	case a.asks():
		return typing, nil
	}
	return patience, nil
}

// settledOffline is what git config sc.offline says: whether entries are kept on this
// machine until they are shared.
func settledOffline(repo *ledger.Repository) (bool, error) {
	given, set := repo.Config("sc.offline")
	on, sensible := ledger.ParseBool(given)
	if !set || sensible {
		return on, nil
	}
	return false, fault(
		finding.Say("%s says %q, which is neither true nor false", "git config sc.offline", given),
		finding.Say("write true or false: git config sc.offline true; or take it away: git config --unset sc.offline"))
}
