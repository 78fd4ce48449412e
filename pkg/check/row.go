package check

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/validator"
)

// row is what the rules among records need of one record: of a service that little,
// of others the record. It is what a Memory keeps of a clean file.
type row struct {
	Service   *catalogue.Entry     `json:",omitempty"`
	Request   *procedure.Request   `json:",omitempty"`
	Meeting   *procedure.Meeting   `json:",omitempty"`
	Version   *procedure.Manifest  `json:",omitempty"`
	Procedure *procedure.Procedure `json:",omitempty"`

	Confirmation *procedure.Confirmation `json:",omitempty"`

	PeriodicReview *procedure.PeriodicReview `json:",omitempty"`
	Agreement      *procedure.Agreement      `json:",omitempty"`
	Improvement    *procedure.Improvement    `json:",omitempty"`
}

// rowOf reads a record that its schema accepts, and judges it by itself. The row is
// nil where it cannot be read.
func rowOf(doc *document.Document, s validator.Source) (*row, []finding.Finding) {
	r := &row{}
	switch s.Kind {
	case validator.Service:
		var e catalogue.Entry
		err := doc.Fill(&e)
		if err != nil && e.ID == "" {
			return nil, nil
		}
		r.Service = &catalogue.Entry{ID: e.ID, Lifecycle: e.Lifecycle, Owner: e.Owner, DependsOn: e.DependsOn, ReplacedBy: e.ReplacedBy}
		if err != nil { // what could be read is enough to be referred to
			return r, nil
		}
		return r, placed(doc, catalogue.Alone(catalogue.Located{File: s.File, Entry: e}))
	case validator.Procedure:
		r.Procedure = &procedure.Procedure{}
		if doc.Fill(r.Procedure) != nil {
			return nil, nil
		}
		return r, placed(doc, r.Procedure.Check())
	case validator.Request:
		r.Request = &procedure.Request{}
		return filled(r, doc.Fill(r.Request))
	case validator.Meeting:
		r.Meeting = &procedure.Meeting{}
		return filled(r, doc.Fill(r.Meeting))
	case validator.Confirmation:
		r.Confirmation = &procedure.Confirmation{}
		return filled(r, doc.Fill(r.Confirmation))
	case validator.PeriodicReview:
		r.PeriodicReview = &procedure.PeriodicReview{}
		return filled(r, doc.Fill(r.PeriodicReview))
	case validator.Agreement:
		r.Agreement = &procedure.Agreement{}
		return filled(r, doc.Fill(r.Agreement))
	case validator.Improvement:
		r.Improvement = &procedure.Improvement{}
		return filled(r, doc.Fill(r.Improvement))
	case validator.Version:
		r.Version = &procedure.Manifest{}
		return filled(r, doc.Fill(r.Version))
	}
	return r, nil
}

func filled(r *row, err error) (*row, []finding.Finding) {
	if err != nil {
		return nil, nil
	}
	return r, nil
}

// placed gives findings about values their file and place.
func placed(doc *document.Document, found []finding.Finding) []finding.Finding {
	for i := range found {
		f := &found[i]
		f.File = doc.File()
		f.Start, f.End = doc.Region(f.Pointer, part(f.Pointer))
	}
	return found
}

// shelf gathers the rows of a catalogue.
type shelf struct {
	books  procedure.Books
	places func(file string) func(pointer string) finding.Place
}

// put adds the record of a file. Of one that cannot be read it is only known that
// it is there.
func (s *shelf) put(source validator.Source, r *row) {
	if r == nil {
		r = &row{}
	}
	file, places := source.File, s.places(source.File)
	switch source.Kind {
	case validator.Service:
		l := catalogue.Located{File: file, Places: places}
		if r.Service != nil {
			l.Entry = *r.Service
		}
		s.books.Services = append(s.books.Services, l)
	case validator.Request:
		s.books.Requests = append(s.books.Requests, procedure.Filed[procedure.Request]{File: file, Record: r.Request, Places: places})
	case validator.Meeting:
		s.books.Meetings = append(s.books.Meetings, procedure.Filed[procedure.Meeting]{File: file, Record: r.Meeting, Places: places})
	case validator.Version:
		s.books.Versions = append(s.books.Versions, procedure.Filed[procedure.Manifest]{File: file, Record: r.Version, Places: places})
	case validator.Confirmation:
		s.books.Confirmations = append(s.books.Confirmations, procedure.Filed[procedure.Confirmation]{File: file, Record: r.Confirmation, Places: places})
	case validator.PeriodicReview:
		s.books.PeriodicReviews = append(s.books.PeriodicReviews, procedure.Filed[procedure.PeriodicReview]{File: file, Record: r.PeriodicReview, Places: places})
	case validator.Agreement:
		s.books.Agreements = append(s.books.Agreements, procedure.Filed[procedure.Agreement]{File: file, Record: r.Agreement, Places: places})
	case validator.Improvement:
		s.books.Improvements = append(s.books.Improvements, procedure.Filed[procedure.Improvement]{File: file, Record: r.Improvement, Places: places})
	case validator.Procedure:
		s.books.Rules = r.Procedure
	}
}

// check judges the records among each other.
func (s *shelf) check() []finding.Finding {
	return append(catalogue.Among(s.books.Services, s.books.Rules.Staff()), procedure.References(s.books)...)
}
