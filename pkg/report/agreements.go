package report

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/procedure"
)

// inForce are the agreements that were in force at the end of the period.
func (b *books) inForce() []*procedure.Agreement {
	var found []*procedure.Agreement
	for _, a := range b.Agreements {
		then := *a
		then.History = slices.DeleteFunc(slices.Clone(a.History), func(e procedure.Event) bool { return b.day(e.At) > b.To })
		if c, err := b.Rules.FoldRecord(&then); err == nil && c.State == procedure.StateInForce {
			found = append(found, a)
		}
	}
	return found
}

// slaConformity are the agreements that promise no more than the catalogue.
func slaConformity(b *books) measure {
	if b.Rules.Takes(procedure.OfAgreement) != nil {
		return measure{why: NoRecords}
	}
	var m measure
	for _, a := range b.inForce() {
		m.among(string(a.ID))
		if !a.Beyond() {
			m.counts(string(a.ID))
		}
	}
	return m
}

// staleSLAs are the agreements of which the last version of the period has a service in
// another form.
func staleSLAs(b *books) measure {
	if b.Rules.Takes(procedure.OfAgreement) != nil {
		return measure{why: NoRecords}
	}
	var m measure
	for _, a := range b.inForce() {
		m.among(string(a.ID))
		if b.changed(a) {
			m.counts(string(a.ID))
		}
	}
	return m
}

func (b *books) changed(a *procedure.Agreement) bool {
	var last *procedure.Manifest
	for _, v := range b.Versions {
		if b.day(v.PublishedAt) <= b.To {
			last = v
		}
	}
	if last == nil {
		return false
	}
	now := last.Digests()
	return slices.ContainsFunc(a.Services, func(s procedure.Agreed) bool { return now[s.Service] != s.Digest })
}
