package audit

import (
	"errors"
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
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

// one is the digest of one service of a tree; empty where it is not there.
func (s *shelf) one(tree ledger.ID, id catalogue.ServiceID) (catalogue.Digest, error) {
	n, err := s.objects.Find(tree, path.Join(s.root, records.ServicePath(id)))
	if err != nil || n.Mode == 0 {
		return "", err
	}
	return s.digest(n)
}

// all are the digests of all services of a tree; none where services is no folder.
func (s *shelf) all(tree ledger.ID) (map[catalogue.ServiceID]catalogue.Digest, error) {
	at, err := s.objects.Find(tree, path.Join(s.root, records.ServiceFolder))
	if err != nil || !at.Mode.Folder() {
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
		if digests[catalogue.ServiceID(id)], err = s.digest(n); err != nil {
			return nil, err
		}
	}
	return digests, nil
}

// digest reads each blob once. What has a service's name and is no plain file, or too
// big to be read, has no digest: no design names it and no version may hold it. A
// draft of anybody's must not keep others from theirs.
func (s *shelf) digest(n ledger.Node) (catalogue.Digest, error) {
	if n.Mode != ledger.Regular {
		return procedure.NoBase, nil
	}
	if d, ok := s.known[n.ID]; ok {
		return d, nil
	}
	data, err := s.objects.Blob(n.ID, ledger.MaxFile)
	if _, tooBig := errors.AsType[*ledger.FormError](err); tooBig {
		return procedure.NoBase, nil
	}
	if err != nil {
		return "", err
	}
	s.known[n.ID] = catalogue.DigestOf(data)
	return s.known[n.ID], nil
}
