// Package records reads the records of a catalogue folder at one revision (or
// in a work tree), each when it is first asked for. It knows where a record
// lies and how numbers run; it knows no Git (the folder is an fs.FS) and judges
// nothing.
package records

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// ErrUnknown is the cause of a fault about a record that is not there.
var ErrUnknown = errors.New("no such record")

// ProcedureFile is the name of the procedure in the catalogue folder.
const ProcedureFile = "procedure.yaml"

// Kind is a kind of numbered record.
type Kind struct {
	Prefix string // of its ids, such as SLR
	Folder string // below the catalogue folder
}

// Requests are the service level requirements.
func Requests() Kind { return Kind{"SLR", "requests"} }

// Meetings are the review meetings.
func Meetings() Kind { return Kind{"MTG", "meetings"} }

// Rulings are the rulings on disputed entries, and those of repairs.
func Rulings() Kind { return Kind{"RUL", "rulings"} }

// Confirmations are those of minutes and of amendments.
func Confirmations() Kind { return Kind{"CNF", "confirmations"} }

// PeriodicReviews are the periodic reviews of the catalogue.
func PeriodicReviews() Kind { return Kind{"REV", "reviews"} }

// Agreements are the service level agreements.
func Agreements() Kind { return Kind{"SLA", "agreements"} }

// Improvements are those of the procedure itself.
func Improvements() Kind { return Kind{"IMP", "improvements"} }

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{Requests(), Meetings(), Confirmations(), Rulings(), PeriodicReviews(), Agreements(), Improvements()}
}

// MaxAttachment is the most bytes of a file that is attached to a record.
const MaxAttachment = 8 << 20

// ID is the id with a number in a year, such as SLR-2026-0012.
func (k Kind) ID(year string, n int) string {
	digits := strconv.Itoa(n)
	return k.Prefix + "-" + year + "-" + "000"[min(3, len(digits)-1):] + digits
}

// Parse splits an id of this kind into its year and number; only the one way of
// writing a number counts.
func (k Kind) Parse(id string) (year string, n int, ok bool) {
	rest, ok := strings.CutPrefix(id, k.Prefix+"-")
	if !ok {
		return "", 0, false
	}
	year, digits, _ := strings.Cut(rest, "-")
	n, err := strconv.Atoi(digits)
	written := len(digits) == 4 || len(digits) > 4 && digits[0] != '0'
	return year, n, err == nil && n > 0 && len(year) == 4 && written && digits[0] >= '0'
}

// Path is where the record of an id lies below the catalogue folder: numbers to
// 999 in the year's folder, then in folders of a thousand.
func (k Kind) Path(id string) string {
	year, n, _ := k.Parse(id)
	thousand := ""
	if n >= 1000 {
		thousand = strconv.Itoa(n / 1000 * 1000)
	}
	if _, err := strconv.ParseUint(year, 10, 16); err != nil || n < 1 { // no id: no more than a path
		return path.Join(k.Folder, year, thousand, id+".yaml")
	}
	if thousand != "" {
		thousand += "/"
	}
	return k.Folder + "/" + year + "/" + thousand + id + ".yaml"
}

// VersionFolder is where the manifests of versions lie below the catalogue folder.
const VersionFolder = "versions"

// VersionPath is where a version's manifest lies below the catalogue folder.
func VersionPath(v catalogue.Version) string { return VersionFolder + "/" + v.String() + ".yaml" }

// Catalogue is a catalogue folder. It is not safe for concurrent use, but its files
// must be: several are read at a time.
type Catalogue struct {
	fsys     fs.FS
	void     map[int]bool // entries ruled void; nil until asked for
	requests map[procedure.RequestID]*procedure.Request

	confirmations []*procedure.Confirmation // nil until asked for
	entries       []catalogue.Entry         // nil until asked for
	services      []Service                 // likewise
}

// Open makes the catalogue of a folder.
func Open(fsys fs.FS) *Catalogue {
	return &Catalogue{fsys: fsys, requests: map[procedure.RequestID]*procedure.Request{}}
}

// Read gives the bytes of a file below the catalogue folder.
func (c *Catalogue) Read(name string) ([]byte, error) { return fs.ReadFile(c.fsys, name) }

// Procedure is the procedure of the folder.
func (c *Catalogue) Procedure() (*procedure.Procedure, error) {
	var p procedure.Procedure
	if err := c.decode(ProcedureFile, &p); err != nil {
		return nil, err
	}
	return &p, nil
}

// Request is one requirement. A missing one is ErrUnknown.
func (c *Catalogue) Request(id procedure.RequestID) (*procedure.Request, error) {
	if r, ok := c.requests[id]; ok {
		return r, nil
	}
	var r procedure.Request
	if err := c.decode(Requests().Path(string(id)), &r); err != nil {
		return nil, err
	}
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	r.Strike(void)
	c.requests[id] = &r
	return &r, nil
}

// Rulings are all rulings, in the order of their numbers.
func (c *Catalogue) Rulings() ([]*procedure.Ruling, error) {
	ids, err := c.IDs(Rulings())
	if err != nil {
		return nil, err
	}
	return decodeAll[procedure.Ruling](c, paths(Rulings(), ids))
}

// Voids are the numbers of the entries that were ruled void.
func (c *Catalogue) Voids() (map[int]bool, error) {
	if c.void == nil {
		all, err := c.Rulings()
		if err != nil {
			return nil, err
		}
		c.void = procedure.Voids(all)
	}
	return c.void, nil
}

// Repaired are the digests of the raw commits that repairs name: they were not by
// the procedure, whatever they say of themselves.
func (c *Catalogue) Repaired() (map[catalogue.Digest]bool, error) {
	all, err := c.Rulings()
	if err != nil {
		return nil, err
	}
	repaired := map[catalogue.Digest]bool{}
	for _, r := range all {
		for _, d := range r.Commits {
			repaired[d] = true
		}
	}
	return repaired, nil
}

// Meeting is one review meeting. A missing one is ErrUnknown.
func (c *Catalogue) Meeting(id procedure.MeetingID) (*procedure.Meeting, error) {
	var m procedure.Meeting
	if err := c.decode(Meetings().Path(string(id)), &m); err != nil {
		return nil, err
	}
	return &m, nil
}

// Version is the manifest of a version. A missing one is ErrUnknown.
func (c *Catalogue) Version(v catalogue.Version) (*procedure.Manifest, error) {
	var m procedure.Manifest
	if err := c.decode(VersionPath(v), &m); err != nil {
		return nil, err
	}
	return &m, nil
}

// Latest is the manifest of the newest version, nil where there is none.
func (c *Catalogue) Latest() (*procedure.Manifest, error) {
	versions, err := c.Versions()
	if err != nil || len(versions) == 0 {
		return nil, err
	}
	return c.Version(versions[len(versions)-1])
}

// Versions are the versions in rising order.
func (c *Catalogue) Versions() ([]catalogue.Version, error) {
	names, err := c.names(VersionFolder)
	if err != nil {
		return nil, err
	}
	versions := make([]catalogue.Version, 0, len(names))
	for _, n := range names {
		if v, err := catalogue.ParseVersion(strings.TrimSuffix(path.Base(n), ".yaml")); err == nil {
			versions = append(versions, v)
		}
	}
	slices.SortFunc(versions, catalogue.Version.Compare)
	return versions, nil
}

// AllRequests are all requirements, in the order of their numbers.
func (c *Catalogue) AllRequests() ([]*procedure.Request, error) {
	ids, err := c.IDs(Requests())
	if err != nil {
		return nil, err
	}
	return c.RequestsOf(ids)
}

// RequestsOf are the requirements with these ids.
func (c *Catalogue) RequestsOf(ids []string) ([]*procedure.Request, error) {
	void, err := c.Voids()
	if err != nil {
		return nil, err
	}
	all, err := decodeAll[procedure.Request](c, paths(Requests(), ids))
	for i, r := range all {
		all[i] = c.remember(procedure.RequestID(ids[i]), r, void)
	}
	return all, err
}

// remember strikes out what was ruled void in a requirement that was just read, and gives
// the one that was read first.
func (c *Catalogue) remember(id procedure.RequestID, r *procedure.Request, void map[int]bool) *procedure.Request {
	if known, ok := c.requests[id]; ok {
		return known
	}
	r.Strike(void)
	c.requests[id] = r
	return r
}

// decode reads a record into v.
func (c *Catalogue) decode(name string, v any) error {
	data, err := c.Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &finding.Fault{Message: finding.Say("there is no %s", name), Cause: ErrUnknown}
	}
	if err != nil {
		return err
	}
	return Decode(name, data, v)
}

// Decode reads the bytes of a record into v. Its form only is checked here, not
// its schema.
func Decode(name string, data []byte, v any) error {
	doc, faults := document.ParseLiteral(name, data)
	if finding.Failed(faults) {
		return &Broken{faults}
	}
	return doc.Decode(v)
}

// Broken is the error about a record that cannot be read.
type Broken struct{ Findings []finding.Finding }

// Error is the first finding in English.
func (b *Broken) Error() string {
	f := b.Findings[0]
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Start.Line, f.Start.Column, f.Message)
}
