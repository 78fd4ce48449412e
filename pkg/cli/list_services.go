package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// serviceJSON is a service in a list for programs.
type serviceJSON struct {
	ID         catalogue.ServiceID  `json:"id"`
	Code       string               `json:"code"`
	Name       any                  `json:"name"`
	Category   catalogue.Category   `json:"category"`
	Kind       catalogue.Kind       `json:"type"`
	Lifecycle  catalogue.Lifecycle  `json:"lifecycle"`
	Visibility catalogue.Visibility `json:"visibility"`
	Owner      string               `json:"owner"`
	Since      *catalogue.Version   `json:"since"` // version that brought its text; null before its first
	Draft      bool                 `json:"draft"` // its text is not that of the last version
	Digest     catalogue.Digest     `json:"digest"`
	ReviewDue  string               `json:"review_due"` // the date of the next periodic review; empty where there is none
}

// listed is a service, and what the last version has of it.
type listed struct {
	overview
	published procedure.Published // zero before its first version
	due       string              // for its periodic review
}

func (l listed) draft() bool { return l.published.Digest != l.Digest }

func (d *desk) listServices(ctx context.Context, f *filters) (render.Page, error) {
	services, err := d.shelf()
	if err != nil {
		return render.Page{}, err
	}
	if err := d.dated(ctx, services); err != nil {
		return render.Page{}, err
	}
	keep, err := d.serviceFilter(f, services)
	if err != nil {
		return render.Page{}, err
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Service code"), finding.Say("Name"), finding.Say("Category"), finding.Say("Lifecycle"), finding.Say("Visibility"), finding.Say("Version")},
		Empty:   finding.Say("no service"),
	}
	values := []serviceJSON{}
	for _, l := range services {
		if !keep(l) {
			continue
		}
		e := l.overview
		section.Rows = append(section.Rows, []any{string(e.ID), e.Code, d.app.text(e.Name), d.app.term(string(e.Category)), d.app.term(string(e.Lifecycle)), d.app.term(string(e.Visibility)), d.since(l)})
		v := serviceJSON{e.ID, e.Code, plainText(e.Name), e.Category, e.Kind, e.Lifecycle, e.Visibility, e.Owner, nil, l.draft(), l.Digest, l.due}
		if !l.published.Since.IsZero() {
			v.Since = &l.published.Since
		}
		values = append(values, v)
	}
	switch {
	case f.overdue: // what it is about is the date
		section.Columns = append(section.Columns, finding.Say("Due on"))
		for i, v := range values {
			section.Rows[i] = append(section.Rows[i], v.ReviewDue)
		}
		section = without(section, 5, 4)
	case d.app.narrow():
		section = without(section, 5, 1) // visibility and code
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// dated notes when each service is to be reviewed.
func (d *desk) dated(ctx context.Context, services []listed) error {
	due, err := d.due(ctx)
	on := dueOn(due)
	for i := range services {
		services[i].due = on[services[i].ID]
	}
	return err
}

// without leaves columns out, the last first.
func without(s render.Section, columns ...int) render.Section {
	for _, c := range columns {
		s.Columns = slices.Delete(s.Columns, c, c+1)
		for i := range s.Rows {
			s.Rows[i] = slices.Delete(s.Rows[i], c, c+1)
		}
	}
	return s
}

// shelf are the services of the commit beside the last version. One that cannot
// be read is told and passed over: drafts are free.
func (d *desk) shelf() ([]listed, error) {
	services, err := d.onShelf()
	if err != nil {
		return nil, err
	}
	latest, err := d.books.Latest()
	if err != nil {
		return nil, err
	}
	published := map[catalogue.ServiceID]procedure.Published{}
	if latest != nil {
		for _, p := range latest.Services {
			published[p.ID] = p
		}
	}
	var all []listed
	for _, s := range services {
		if s.err != nil {
			d.passOver(s.ID, s.err)
			continue
		}
		all = append(all, listed{s.overview, published[s.ID], ""})
	}
	return all, nil
}

// passOver tells that a service cannot be read.
func (d *desk) passOver(id catalogue.ServiceID, why error) {
	d.app.noteUnread(records.ServicePath(id), why)
}

// since is the version that brought a service's text, and whether the text is
// ahead of it.
func (d *desk) since(l listed) string {
	version := ""
	if !l.published.Since.IsZero() {
		version = l.published.Since.String()
	}
	draft := string(aDraft)
	if d.app.Term.Out {
		draft = d.app.say.T("draft")
	}
	switch {
	case !l.draft():
		return version
	case version == "":
		return draft
	case d.app.Term.Out:
		return version + " + " + draft
	}
	return version + "+" + draft
}

// serviceFilter is what the filters let through, once their values are known to
// mean something.
func (d *desk) serviceFilter(f *filters, services []listed) (func(listed) bool, error) {
	state, err := d.app.choice("state", f.state, each(catalogue.Lifecycles(), asText))
	if err != nil {
		return nil, err
	}
	category, err := d.app.choice("category", f.category, each(catalogue.Categories(), asText))
	if err != nil {
		return nil, err
	}
	owner, err := d.owner(f.owner, services)
	if err != nil {
		return nil, err
	}
	since, err := d.versionsSince(f.since)
	if err != nil {
		return nil, err
	}
	return func(l listed) bool {
		e := l.overview
		return (state == "" || string(e.Lifecycle) == state) &&
			(category == "" || string(e.Category) == category) &&
			(owner == "" || e.Owner == owner) &&
			(!f.overdue || l.due != "" && l.due < d.today()) &&
			(f.since == "" || slices.Contains(since, l.published.Since) || l.draft())
	}, nil
}

// owner is a role or a person, by id, label or name.
func (d *desk) owner(given string, services []listed) (string, error) {
	if given == "" {
		return "", nil
	}
	var known []string
	for _, l := range services {
		known = append(known, l.Owner)
	}
	for _, id := range d.rules.Persons() {
		if d.rules.People[id].Name == given {
			return string(id), nil
		}
	}
	for id, role := range d.rules.Roles {
		if string(id) == given || strings.EqualFold(d.app.text(role.Label), given) {
			return string(id), nil
		}
	}
	if _, ok := d.rules.People[procedure.PersonID(given)]; ok {
		return given, nil
	}
	slices.Sort(known)
	return d.app.choice("owner", given, slices.Compact(known))
}

// versionsSince are the versions from a version, or a date, on.
func (d *desk) versionsSince(given string) ([]catalogue.Version, error) {
	from, err := d.moment(given)
	if err != nil || from == "" {
		return nil, err
	}
	first, numbered := versionNumber(given)
	all, err := d.manifests()
	if err != nil {
		return nil, err
	}
	var versions []catalogue.Version
	for _, m := range all {
		if numbered && m.Version.Compare(first) >= 0 || !numbered && date(m.PublishedAt) >= from {
			versions = append(versions, m.Version)
		}
	}
	return versions, nil
}

// manifests are all versions in rising order.
func (d *desk) manifests() ([]*procedure.Manifest, error) {
	versions, err := d.books.Versions()
	if err != nil {
		return nil, err
	}
	all := make([]*procedure.Manifest, len(versions))
	for i, v := range versions {
		if all[i], err = d.books.Version(v); err != nil {
			return nil, err
		}
	}
	return all, nil
}
