package audit

import (
	"path"
	"regexp"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/validator"
)

// place is what a ledger path is for.
type place struct {
	kind validator.Kind // "" for an attachment
	id   string         // of the record, or of that which the attachment belongs to
}

var attachmentForm = regexp.MustCompile(`^(?:requests/([0-9]{4})/files/(SLR-([0-9]{4})-[0-9]{4,})|agreements/([0-9]{4})/files/(SLA-([0-9]{4})-[0-9]{4,}))/[^/]+$`)

// locate says what a path (from the root) is for; format 1 has no other places.
func locate(name string) (place, bool) {
	if name == records.ProcedureFile {
		return place{kind: validator.Procedure}, true
	}
	if m := attachmentForm.FindStringSubmatch(name); m != nil {
		if m[2] != "" {
			_, _, ok := records.Requests().Parse(m[2])
			return place{id: m[2]}, ok && m[1] == m[3]
		}
		_, _, ok := records.Agreements().Parse(m[5])
		return place{id: m[5]}, ok && m[4] == m[6]
	}
	id, ok := strings.CutSuffix(path.Base(name), ".yaml")
	if !ok {
		return place{}, false
	}
	if v, err := catalogue.ParseVersion(id); err == nil {
		return place{validator.Version, id}, records.VersionPath(v) == name
	}
	for _, k := range numbered() {
		if _, _, ok := k.of.Parse(id); ok {
			return place{k.kind, id}, k.of.Path(id) == name
		}
	}
	return place{}, false
}

// numberedKind is a kind of records with numbers. Where one stands for an action of its
// own, judge judges each entry that brings such a record, whatever the entry says it
// does.
type numberedKind struct {
	kind  validator.Kind
	of    records.Kind
	judge func(*judgement)
}

func numbered() []numberedKind {
	return []numberedKind{
		{validator.Request, records.Requests(), nil},
		{validator.Meeting, records.Meetings(), nil},
		{validator.Ruling, records.Rulings(), (*judgement).ruling},
		{validator.Confirmation, records.Confirmations(), (*judgement).confirmation},
		{validator.PeriodicReview, records.PeriodicReviews(), (*judgement).periodicReview},
		{validator.Agreement, records.Agreements(), (*judgement).agreement},
		{validator.Improvement, records.Improvements(), (*judgement).improvement},
	}
}
