package cli

import (
	"errors"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// plainServices refuses to build on services that verify would refuse: anybody's
// draft commit may hold a link, an executable file, or two names that are one on
// some file systems.
func (s *session) plainServices() error {
	tree, _, err := s.objects.Links(s.tip)
	if err != nil {
		return err
	}
	folder, err := s.objects.Find(tree, s.under("services"))
	if err != nil || folder.ID.IsZero() {
		return err
	}
	nodes, err := s.objects.Tree(folder.ID)
	if err != nil {
		return err
	}
	for _, n := range nodes {
		if n.Mode != ledger.Regular {
			return fault(
				finding.Say("%s is not a plain file but of mode %s", s.under("services/"+n.Name), n.Mode),
				finding.Say("make it one and commit: git update-index --chmod=-x FILE, or git rm"))
		}
	}
	var twins *ledger.FormError
	if err := s.objects.Twins(folder.ID); errors.As(err, &twins) {
		return fault(twins.Text, finding.Say("take one of them away and commit"))
	} else if err != nil {
		return err
	}
	return nil
}
