package records

import (
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// Service is a service entry as it lies in the folder: its bytes count.
type Service struct {
	ID     catalogue.ServiceID
	Path   string // below the catalogue folder
	Data   []byte
	Digest catalogue.Digest
}

// Entry decodes the service.
func (s Service) Entry() (catalogue.Entry, error) {
	var e catalogue.Entry
	err := Decode(s.Path, s.Data, &e)
	return e, err
}

// Services are all service entries of the folder, sorted by id.
func (c *Catalogue) Services() ([]Service, error) {
	names, err := c.names("services")
	if err != nil {
		return nil, err
	}
	var all []Service
	for _, n := range names {
		if path.Dir(n) != "services" || path.Ext(n) != ".yaml" {
			continue
		}
		data, err := c.Read(n)
		if err != nil {
			return nil, err
		}
		id := catalogue.ServiceID(strings.TrimSuffix(path.Base(n), ".yaml"))
		all = append(all, Service{ID: id, Path: n, Data: data, Digest: catalogue.DigestOf(data)})
	}
	return all, nil
}

// Digests are the digests of the folder's services.
func (c *Catalogue) Digests() (map[catalogue.ServiceID]catalogue.Digest, error) {
	services, err := c.Services()
	if err != nil {
		return nil, err
	}
	digests := map[catalogue.ServiceID]catalogue.Digest{}
	for _, s := range services {
		digests[s.ID] = s.Digest
	}
	return digests, nil
}
