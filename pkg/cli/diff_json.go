package cli

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// diffJSON is a difference for programs (docs/difference.md).
type diffJSON struct {
	From       sideJSON           `json:"from"`
	To         sideJSON           `json:"to"`
	Bump       catalogue.Bump     `json:"bump"`       // major, minor or patch; "" where nothing differs
	Next       *catalogue.Version `json:"next"`       // the version that may follow, at least; null where from is none
	Judge      []string           `json:"judge"`      // services that a person must judge before the bump is settled
	Services   []serviceDiffJSON  `json:"services"`   // those that differ, by id
	Unreadable []string           `json:"unreadable"` // files that could not be compared
}

type sideJSON struct {
	Kind    sideKind           `json:"kind"` // nothing, version, revision or work_tree
	Name    string             `json:"name"` // as it was given
	Version *catalogue.Version `json:"version"`
	Commit  string             `json:"commit"` // "" for the work tree
}

type serviceDiffJSON struct {
	ID        catalogue.ServiceID    `json:"id"`
	Name      any                    `json:"name"`
	Change    procedure.DesignChange `json:"change"`   // add, modify, retire; missing where the file is gone
	Severity  catalogue.Severity     `json:"severity"` // as the manifest of a version would have it
	OldDigest catalogue.Digest       `json:"old_digest"`
	NewDigest catalogue.Digest       `json:"new_digest"`
	Replaces  []catalogue.ServiceID  `json:"replaces"`
	Successor *successorJSON         `json:"successor"`
	Changes   []changeJSON           `json:"changes"`
}

type successorJSON struct {
	ID       catalogue.ServiceID `json:"id"`
	By       catalogue.Link      `json:"by"` // replaced_by, code or name
	Severity catalogue.Severity  `json:"severity"`
	Changes  []changeJSON        `json:"changes"`
}

type changeJSON struct {
	Field    string             `json:"field"` // JSON pointer into the new entry; into the old one where something went away
	Item     any                `json:"item"`  // what the item is called of which a part changed; "" else
	Old      any                `json:"old"`   // in the notation of the records; "" where there was nothing
	New      any                `json:"new"`
	Severity catalogue.Severity `json:"severity"`
	Reason   string             `json:"reason"` // in the reader's language
}

func (f *contrast) value() any {
	v := diffJSON{From: f.old.value(), To: f.new.value(), Judge: []string{}, Services: []serviceDiffJSON{}, Unreadable: []string{}}
	verdict := f.verdict()
	v.Bump, v.Judge, v.Unreadable = verdict.bump, append(v.Judge, verdict.judge...), append(v.Unreadable, f.unread...)
	if !verdict.next.IsZero() {
		v.Next = &verdict.next
	}
	for _, c := range f.services {
		one := serviceDiffJSON{
			c.Service, plainText(c.name()), c.change, c.severity, c.was.digest, c.is.digest,
			append([]catalogue.ServiceID{}, c.Replaces...), nil, f.app.changeValues(c.Changes),
		}
		if next := c.Successor; next != nil {
			one.Successor = &successorJSON{next.Service, next.By, next.Severity, f.app.changeValues(next.Changes)}
		}
		v.Services = append(v.Services, one)
	}
	return v
}

func (s *side) value() sideJSON {
	v := sideJSON{Kind: s.kind, Name: s.name, Commit: s.inTree()}
	if !s.version.IsZero() {
		v.Version = &s.version
	}
	return v
}

func (a *app) changeValues(changes []catalogue.Change) []changeJSON {
	return each(changes, func(c catalogue.Change) changeJSON {
		return changeJSON{c.Field, plainText(c.Item), plainText(c.Old), plainText(c.New), c.Severity, a.say.Say(c.Reason)}
	})
}
