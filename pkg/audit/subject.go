package audit

import (
	"context"
	"maps"
	"slices"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// In is the subject as it lies in a repository: with all its tags, and read from its
// objects.
func (s Subject) In(ctx context.Context, repo *ledger.Repository) (Subject, error) {
	tags, err := repo.Tags(ctx, "")
	if err != nil {
		return s, err
	}
	s.Tags = nil
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		s.Tags = append(s.Tags, Tag{Name: name, Object: tags[name]})
	}
	s.Readers = repo.Reader
	return s, nil
}
