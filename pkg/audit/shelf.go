package audit

import (
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// shelf knows the digests of services by the blobs of a tree.
type shelf struct {
	objects *ledger.Reader
	root    string
	known   map[ledger.ID]catalogue.Digest
}

func newShelf(objects *ledger.Reader, root string) *shelf {
	return &shelf{objects, root, map[ledger.ID]catalogue.Digest{}}
}

// digests are the digests of all services of a tree, each blob read once. What
// has a service's name and is no plain file has no digest: no design names it and
// no version may hold it.
func (s *shelf) digests(tree ledger.ID) (map[catalogue.ServiceID]catalogue.Digest, error) {
	at, err := s.objects.Find(tree, path.Join(s.root, "services"))
	if err != nil {
		return nil, err
	}
	nodes, err := s.objects.Tree(at.ID)
	if err != nil {
		return nil, err
	}
	digests := map[catalogue.ServiceID]catalogue.Digest{}
	for _, n := range nodes {
		id, ok := strings.CutSuffix(n.Name, ".yaml")
		if !ok {
			continue
		}
		if n.Mode != ledger.Regular {
			digests[catalogue.ServiceID(id)] = procedure.NoBase
			continue
		}
		if digests[catalogue.ServiceID(id)], err = s.digest(n.ID); err != nil {
			return nil, err
		}
	}
	return digests, nil
}

func (s *shelf) digest(blob ledger.ID) (catalogue.Digest, error) {
	if d, ok := s.known[blob]; ok {
		return d, nil
	}
	data, err := s.objects.Blob(blob, maxBlob)
	if err != nil {
		return "", err
	}
	s.known[blob] = catalogue.DigestOf(data)
	return s.known[blob], nil
}
