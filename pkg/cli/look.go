package cli

import (
	"cmp"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// term is a term of the records: in the reader's language for people, as it
// stands in the files for programs.
func (a *app) term(word string) string {
	if a.Term.Out {
		return a.say.Word(word)
	}
	return word
}

// terms are several of them in one cell.
func terms[T ~string](a *app, words []T) string {
	said := make([]string, len(words))
	for i, w := range words {
		said[i] = a.term(string(w))
	}
	return a.several(said)
}

// asText is a word of the records as it stands there.
func asText[T ~string](word T) string { return string(word) }

// several are things in one cell: parted as the language does for people, by
// commas for programs.
func (a *app) several(items []string) string {
	if a.Term.Out {
		return procedure.Names(items).In(string(a.say.Language()))
	}
	return strings.Join(items, ",")
}

// names are words as plain strings.
func names[T ~string](items []T) []string {
	return each(items, func(item T) string { return string(item) })
}

// text is a text of the records in the reader's language.
func (a *app) text(t catalogue.Text) string { return t.In(string(a.say.Language())) }

// who is a person: by name for people, by id for programs.
func (d *desk) who(id procedure.PersonID) string {
	if d.app.Term.Out {
		return d.name(id)
	}
	return string(id)
}

// name is a person's name; what the procedure does not know stays as it is.
func (d *desk) name(id procedure.PersonID) string { return cmp.Or(d.rules.People[id].Name, string(id)) }

// everybody are several people in one cell.
func (d *desk) everybody(people []procedure.PersonID) string {
	names := make([]string, len(people))
	for i, id := range people {
		names[i] = d.who(id)
	}
	return d.app.several(names)
}

// role is a role: by its label for people, by id for programs.
func (d *desk) role(id procedure.RoleID) string {
	if !d.app.Term.Out {
		return string(id)
	}
	return d.label(id)
}

// label is a role's label in the reader's language.
func (d *desk) label(id procedure.RoleID) string {
	label, ok := d.app.say.Value(d.rules.Label(id)).(string)
	if !ok {
		return string(id)
	}
	return label
}

// signedBy is a person in the role they acted in, for people.
func (d *desk) signedBy(id procedure.PersonID, role procedure.RoleID) string {
	return d.app.say.T("%s (%s)", d.name(id), d.label(role))
}

// signer is signedBy in a table: on a narrow screen without the role.
func (d *desk) signer(id procedure.PersonID, role procedure.RoleID) string {
	if d.app.narrow() {
		return d.name(id)
	}
	return d.signedBy(id, role)
}

// roomy is how wide a screen must be for all columns of a table.
const roomy = 100

// narrow reports whether a person reads on a screen that is not roomy.
func (a *app) narrow() bool { return a.Term.Out && a.Term.Width > 0 && a.Term.Width < roomy }

// step is a step of the procedure: by its label or its word for people, by name
// for programs.
func (d *desk) step(name procedure.StepName) string {
	if s, ok := d.rules.Step(name); ok && d.app.Term.Out && !s.Label.IsZero() {
		return d.app.text(s.Label)
	}
	return d.app.term(string(name))
}

// stepOf is what people call a step that was taken, marked where it was ruled void.
func (d *desk) stepOf(e procedure.Event) string {
	if e.Void {
		return d.app.say.T("void: %s", d.step(e.Step))
	}
	return d.step(e.Step)
}

// struck marks what an entry brought that was ruled void.
func (d *desk) struck(id string, entry int) string {
	if void, err := d.books.Voids(); err == nil && void[entry] {
		return d.app.say.T("void: %s", id)
	}
	return id
}

// instant reads a time of the records, zero where there is none.
func instant(at string) time.Time {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return time.Time{}
	}
	return t
}

// date is the day of a time of the records.
func date(at string) string {
	if len(at) < len(time.DateOnly) {
		return at
	}
	return at[:len(time.DateOnly)]
}

// digest is a digest: its beginning for people, all of it for programs.
func (a *app) digest(d catalogue.Digest) string {
	if a.Term.Out {
		return strings.TrimPrefix(procedure.Short(d), "sha256:")
	}
	return string(d)
}

// commit is the name of a commit: its beginning for people, all of it for
// programs.
func (a *app) commit(id string) string {
	if a.Term.Out {
		return short(id)
	}
	return id
}

// plainText is a text as JSON readers see it: as it was written.
func plainText(t catalogue.Text) any {
	if t.Plain != "" || t.IsZero() {
		return t.Plain
	}
	languages := map[string]string{}
	for language, text := range map[string]string{"zh": t.ZH, "en": t.EN} {
		if text != "" {
			languages[language] = text
		}
	}
	return languages
}

// fingerprints are a person's keys.
func fingerprints(p procedure.Person) []string {
	prints := []string{}
	for _, k := range p.Keys {
		if key, err := signature.ParseKey(k.Key); err == nil {
			prints = append(prints, key.Fingerprint())
		}
	}
	return prints
}

// subject is a record, or a person, that somebody wants to look at.
type subject struct {
	kind subjectKind
	id   string
	path string // of the record, from the catalogue folder
}

type subjectKind string

const (
	aService      subjectKind = "service"
	aRequest      subjectKind = "request"
	aMeeting      subjectKind = "meeting"
	aConfirmation subjectKind = "confirmation"
	aRuling       subjectKind = "ruling"
	aVersion      subjectKind = "version"
	aReview       subjectKind = "periodic_review"
	anAgreement   subjectKind = "agreement"
	anImprovement subjectKind = "improvement"
	anAmendment   subjectKind = "amendment"
	aPerson       subjectKind = "person"
	aChange       subjectKind = "change" // a change request that records name; for traces alone
)

// subject finds what a person means: a version's number, a
// request, a meeting, a confirmation or a ruling by id or a unique short form, a service
// by id or code, a person by id or name.
func (d *desk) subject(given string) (subject, error) {
	if v, ok := versionNumber(given); ok {
		return d.versionSubject(given, v)
	}
	lower := strings.ToLower(given)
	if n, ok := isAmendment(given); ok {
		return d.amendmentSubject(n)
	}
	switch {
	case strings.HasPrefix(lower, "mtg"):
		return d.numbered(aMeeting, records.Meetings(), given)
	case strings.HasPrefix(lower, "cnf"):
		return d.numbered(aConfirmation, records.Confirmations(), given)
	case strings.HasPrefix(lower, "rev"):
		return d.numbered(aReview, records.PeriodicReviews(), given)
	case strings.HasPrefix(lower, "sla"):
		return d.numbered(anAgreement, records.Agreements(), given)
	case strings.HasPrefix(lower, "imp"):
		return d.numbered(anImprovement, records.Improvements(), given)
	case strings.HasPrefix(lower, "rul"):
		return d.numbered(aRuling, records.Rulings(), given)
	case strings.HasPrefix(lower, "slr"), strings.Trim(given, "0123456789-"+provisional) == "":
		return d.numbered(aRequest, records.Requests(), given)
	}
	for _, id := range d.rules.Persons() {
		if string(id) == given || d.rules.People[id].Name == given {
			return subject{aPerson, string(id), records.ProcedureFile}, nil
		}
	}
	id, err := d.service(given)
	if err != nil {
		return subject{}, d.unknownSubject(given)
	}
	return subject{aService, string(id), records.ServicePath(id)}, nil
}

func (d *desk) versionSubject(given string, v catalogue.Version) (subject, error) {
	versions, err := d.books.Versions()
	if err != nil {
		return subject{}, err
	}
	known := make([]string, len(versions))
	for i, have := range versions {
		if known[i] = have.String(); have == v {
			return subject{aVersion, v.String(), records.VersionPath(v)}, nil
		}
	}
	hint := finding.Say("\"sc list versions\" shows them")
	if near, ok := finding.Nearest(v.String(), known); ok {
		hint = finding.Say("did you mean %s?", near)
	}
	return subject{}, &finding.Fault{Message: finding.Say("there is no version %s", v), Hint: hint, Cause: records.ErrUnknown}
}

func (d *desk) numbered(kind subjectKind, k records.Kind, given string) (subject, error) {
	id, err := d.resolve(k, given)
	return subject{kind, id, k.Path(id)}, err
}

// unknownSubject is the fault about an id that nothing has, with the nearest
// that something has.
func (d *desk) unknownSubject(given string) error {
	var known []string
	services, err := d.legible()
	if err != nil {
		return err
	}
	for _, s := range services {
		known = append(known, string(s.ID))
		if e, err := s.Entry(); err == nil && e.Code != "" {
			known = append(known, e.Code)
		}
	}
	for _, id := range d.rules.Persons() {
		known = append(known, string(id))
	}
	for _, k := range records.Kinds() {
		ids, err := d.books.IDs(k)
		if err != nil {
			return err
		}
		known = append(known, ids...)
	}
	if _, near := nearID(given, known); !near {
		if e, ok := d.suggested(given); ok {
			return &finding.Fault{Message: none(given), Hint: finding.Say("did you mean %s?", finding.Say("%s (%s)", string(e.ID), e.Name)), Cause: records.ErrUnknown}
		}
	}
	return unknownID(given, known)
}

// inLanguages is a sentence as a text of the records: in each of the catalogue's
// languages, or plainly where it has one.
func (d *desk) inLanguages(s func(language string) finding.Sentence) catalogue.Text {
	t := catalogue.Text{}
	for _, l := range d.rules.Languages {
		said := lang.New(lang.Language(l)).Say(s(l))
		switch {
		case len(d.rules.Languages) == 1:
			t.Plain = said
		case l == string(lang.Chinese):
			t.ZH = said
		default:
			t.EN = said
		}
	}
	return t
}

// suggested is the service whose name or words are nearest to what was given.
func (d *desk) suggested(given string) (catalogue.Entry, bool) {
	entries, err := d.readable()
	if err != nil {
		return catalogue.Entry{}, false
	}
	byName, byID, names := map[string]catalogue.Entry{}, map[catalogue.ServiceID]catalogue.Entry{}, []string{}
	for _, e := range entries {
		byID[e.ID] = e
		for _, name := range []string{e.Name.Plain, e.Name.ZH, e.Name.EN} {
			if name != "" {
				byName[name] = e
				names = append(names, name)
			}
		}
	}
	if name, ok := finding.Nearest(given, names); ok {
		return byName[name], true
	}
	for _, h := range d.app.index(entries).Search(given) {
		return byID[h.Service], true
	}
	return catalogue.Entry{}, false
}
