package records

import (
	"cmp"
	"path"
	"slices"
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

// ServiceFolder is where service entries lie below the catalogue folder.
const ServiceFolder = "services"

// ServicePath is where a service entry lies below the catalogue folder.
func ServicePath(id catalogue.ServiceID) string { return ServiceFolder + "/" + string(id) + ".yaml" }

// ServiceAt is the id of the service entry at a path below the catalogue folder.
func ServiceAt(name string) (id catalogue.ServiceID, ok bool) {
	base, ok := strings.CutSuffix(path.Base(name), ".yaml")
	return catalogue.ServiceID(base), ok && path.Dir(name) == ServiceFolder
}

// ServiceOf is the service entry at a path that ServiceAt knows, with its bytes.
func ServiceOf(name string, data []byte) Service {
	id, _ := ServiceAt(name)
	return Service{ID: id, Path: name, Data: data, Digest: catalogue.DigestOf(data)}
}

// Entry decodes the service.
func (s Service) Entry() (catalogue.Entry, error) {
	var e catalogue.Entry
	err := Decode(s.Path, s.Data, &e)
	return e, err
}

// ServiceFiles are the paths of all service entries of the folder, sorted by id.
func (c *Catalogue) ServiceFiles() ([]string, error) {
	names, err := c.names(ServiceFolder)
	return slices.DeleteFunc(names, func(n string) bool { _, ok := ServiceAt(n); return !ok }), err
}

// Services are all service entries of the folder, sorted by id. The result is shared: it
// must not be changed.
func (c *Catalogue) Services() ([]Service, error) {
	if c.services != nil {
		return c.services, nil
	}
	names, err := c.ServiceFiles()
	if err != nil {
		return nil, err
	}
	var all []Service
	for _, n := range names {
		data, err := c.Read(n)
		if err != nil {
			return nil, err
		}
		all = append(all, ServiceOf(n, data))
	}
	c.services = all
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

// Entries are the service entries of the folder, sorted by id; they are read once.
func (c *Catalogue) Entries() ([]catalogue.Entry, error) {
	if c.entries != nil {
		return c.entries, nil
	}
	services, err := c.Services()
	if err != nil {
		return nil, err
	}
	c.entries, err = entriesOf(services)
	return c.entries, err
}

// EntriesThat are those of them that are wanted: no others are read.
func (c *Catalogue) EntriesThat(wanted func(catalogue.ServiceID) bool) ([]catalogue.Entry, error) {
	services, err := c.Services()
	if err != nil {
		return nil, err
	}
	some := slices.DeleteFunc(slices.Clone(services), func(s Service) bool { return !wanted(s.ID) })
	if len(some) == len(services) {
		return c.Entries()
	}
	return entriesOf(some)
}

func entriesOf(services []Service) ([]catalogue.Entry, error) {
	entries, errs := make([]catalogue.Entry, len(services)), make([]error, len(services))
	InParallel(len(services), func(i int) { entries[i], errs[i] = services[i].Entry() })
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	return entries, nil
}
