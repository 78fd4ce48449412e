package cli

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/index"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// seen is what lists show of a request: as its corrections make it, with where it
// stands.
type seen struct {
	ID       procedure.RequestID
	Title    catalogue.Text
	Customer string
	Code     string // of the customer
	Source   procedure.Source
	Priority string
	State    procedure.State
	Final    bool
	RaisedBy string
	RaisedOn string
	LastStep procedure.StepName // of any step, notes included
	LastAt   string
}

// see is what lists show of a request.
func (d *desk) see(r *procedure.Request) (seen, error) {
	c, err := d.rules.Fold(r)
	if err != nil {
		return seen{}, err
	}
	as := procedure.Corrected(r)
	s := seen{
		ID: r.ID, Title: as.Title, Source: as.Source, Priority: as.Priority, State: c.State, Final: c.Final,
		RaisedBy: as.RaisedBy, RaisedOn: as.RaisedOn,
	}
	if as.Customer != nil {
		s.Customer, s.Code = as.Customer.Name, as.Customer.Code
	}
	for _, e := range r.History {
		if !e.Void {
			s.LastStep, s.LastAt = e.Step, e.At
		}
	}
	return s, nil
}

// finalMark stands in the row of a request that is ended.
const finalMark = "final"

// row is what readSeen reads.
func (s seen) row() string {
	final := ""
	if s.Final {
		final = finalMark
	}
	return index.Fields(string(s.ID), s.Title.Plain, s.Title.ZH, s.Title.EN, s.Customer, s.Code, string(s.Source), s.Priority,
		string(s.State), final, s.RaisedBy, s.RaisedOn, string(s.LastStep), s.LastAt)
}

func readSeen(row string) (seen, bool) {
	var f [14]string
	ok := index.Split(row, f[:])
	return seen{
		ID: procedure.RequestID(f[0]), Title: catalogue.Text{Plain: f[1], ZH: f[2], EN: f[3]}, Customer: f[4], Code: f[5],
		Source: procedure.Source(f[6]), Priority: f[7], State: procedure.State(f[8]), Final: f[9] == finalMark,
		RaisedBy: f[10], RaisedOn: f[11], LastStep: procedure.StepName(f[12]), LastAt: f[13],
	}, ok
}

// seen are all requests, in the order of their numbers.
func (d *desk) seen() ([]seen, error) {
	type found struct {
		id, row string
	}
	var all []found
	err := d.eachRow(records.Requests().Folder, func(name, row string) {
		if id, ok := records.Requests().At(name); ok {
			all = append(all, found{id, row})
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b found) int { return records.CompareIDs(a.id, b.id) })
	requests := make([]seen, len(all))
	for i, f := range all {
		s, ok := readSeen(f.row)
		if !ok {
			r, err := d.books.Request(procedure.RequestID(f.id))
			if err != nil {
				return nil, err
			}
			if s, err = d.see(r); err != nil {
				return nil, err
			}
		}
		requests[i] = s
	}
	return requests, nil
}

// overview is what lists show of a service.
type overview struct {
	ID         catalogue.ServiceID
	Digest     catalogue.Digest
	Code       string
	Name       catalogue.Text
	Category   catalogue.Category
	Kind       catalogue.Kind
	Lifecycle  catalogue.Lifecycle
	Visibility catalogue.Visibility
	Owner      string

	ReviewMonths int
}

func overviewOf(s records.Service) (overview, error) {
	e, err := s.Entry()
	return overview{s.ID, s.Digest, e.Code, e.Name, e.Category, e.Kind, e.Lifecycle, e.Visibility, e.Owner, e.ReviewMonths}, err
}

// row is what readOverview reads.
func (o overview) row() string {
	return index.Fields(string(o.Digest), o.Code, o.Name.Plain, o.Name.ZH, o.Name.EN, string(o.Category), string(o.Kind),
		string(o.Lifecycle), string(o.Visibility), o.Owner, strconv.Itoa(o.ReviewMonths))
}

func readOverview(id catalogue.ServiceID, row string) (overview, bool) {
	var f [11]string
	ok := index.Split(row, f[:])
	months, _ := strconv.Atoi(f[10])
	return overview{
		id, catalogue.Digest(f[0]), f[1],
		catalogue.Text{Plain: f[2], ZH: f[3], EN: f[4]},
		catalogue.Category(f[5]), catalogue.Kind(f[6]),
		catalogue.Lifecycle(f[7]), catalogue.Visibility(f[8]), f[9], months,
	}, ok
}

// unread stands for the digest of a service that is too large to be read: it is that of
// no version.
const unread catalogue.Digest = "unread"

// tooLarge reports whether a file was not read for its size.
func tooLarge(err error) bool {
	limit, ok := errors.AsType[*ledger.FormError](err)
	return ok && limit.Code == "E_LIMIT"
}

// largeFile is why such a file cannot be read.
func largeFile() error {
	return &finding.Fault{Message: finding.Say("the file is larger than %s bytes", document.MaxBytes)}
}

// legible are the services of the commit with their texts. One that is too large is told and
// passed over, as drafts are free: for those who look; a step reads all or fails.
func (d *desk) legible() ([]records.Service, error) {
	names, err := d.books.ServiceFiles()
	if err != nil {
		return nil, err
	}
	all := make([]records.Service, 0, len(names))
	for _, name := range names {
		data, err := d.books.Read(name)
		if tooLarge(err) {
			id, _ := records.ServiceAt(name)
			d.passOver(id, largeFile())
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, records.ServiceOf(name, data))
	}
	return all, nil
}

// onShelf is a service of the commit; err is why its text cannot be read.
type onShelf struct {
	overview
	err error
}

// onShelf are the services of the commit, in the order of their files.
func (d *desk) onShelf() ([]onShelf, error) {
	var all []onShelf
	var failed error
	err := d.eachRow(records.ServiceFolder, func(name, row string) {
		id, ok := records.ServiceAt(name)
		if !ok {
			return
		}
		o, ok := readOverview(id, row)
		if ok {
			all = append(all, onShelf{overview: o})
			return
		}
		data, err := d.books.Read(name)
		if tooLarge(err) {
			all = append(all, onShelf{overview{ID: id, Digest: unread}, largeFile()})
			return
		}
		if err != nil {
			failed = cmp.Or(failed, err)
			return
		}
		o, err = overviewOf(records.ServiceOf(name, data))
		all = append(all, onShelf{o, err})
	})
	return all, cmp.Or(err, failed)
}
