package audit

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
	"github.com/service-catalogue/sc/pkg/validator"
)

// reading is all that one commit says by itself, without the procedure: it can
// be read beside others.
type reading struct {
	link    ledger.Link
	before  ledger.ID // the tree of the parent it leads to
	digest  ledger.Digest
	entry   *ledger.Entry // nil if the commit has not the form of an entry
	key     signature.Key
	changes []change      // ledger paths, from the root
	drafts  []change      // services, from the root
	foreign []string      // other paths, from the top
	sums    ledger.Digest // SC-Content as the files make it
	faults  []Violation
	folders map[string]bool // whose names were compared
	size    int64           // of the files that it brings
}

// change is one path that a commit changes.
type change struct {
	path    string
	place   place
	old     ledger.ID // zero if new
	new     ledger.ID // zero if deleted
	data    []byte
	digest  ledger.Digest
	ruling  *procedure.Ruling
	grown   bool // it is what was there before with one more step at its end
	request *procedure.Request
	meeting *procedure.Meeting
	version *procedure.Manifest
	rules   *procedure.Procedure

	confirmation *procedure.Confirmation
	periodic     *procedure.PeriodicReview
	living       procedure.Living // of a kind that grows by steps of its own
}

// maxBytes is the most bytes of all files of an entry.
const maxBytes = 512 << 20

// reader reads commits. Each goroutine has its own.
type reader struct {
	objects *ledger.Reader
	root    string
	schemas *validator.Validator
	known   map[ledger.ID]blob // of files that are no records
	lately  lately
}

// blob is what counts of a file that is no record.
type blob struct {
	digest ledger.Digest
	size   int64
}

// maxKnown is how many files a reader remembers.
const maxKnown = 4096

// read takes one entry of the chain apart, which starts from a tree.
func (r *reader) read(l ledger.Link, before ledger.ID) *reading {
	e := &reading{link: l, before: before}
	raw, err := l.Raw, error(nil)
	if raw == nil {
		raw, err = r.objects.Commit(l.ID)
	}
	if err != nil {
		e.form(err)
		return e
	}
	e.digest = ledger.DigestOf(raw)
	if l.Breach != nil {
		e.form(l.Breach)
	}
	entry, err := ledger.ParseEntry(raw)
	if err == nil {
		e.entry = entry
		e.signature()
	} else {
		e.form(err)
	}
	if e.repairs() {
		e.mending(r)
		return e
	}
	sofar := len(e.faults)
	e.diff(r)
	if e.entry == nil {
		e.touches(sofar)
	}
	return e
}

// add notes what is wrong with the commit.
func (e *reading) add(code, path string, m finding.Sentence) {
	e.faults = append(e.faults, Violation{Code: code, Path: path, Message: m})
}

// form notes an object that is not formed as it must be, or cannot be read.
func (e *reading) form(err error) {
	var f *ledger.FormError
	switch {
	case errors.As(err, &f):
		e.add(f.Code, "", f.Text)
	case errors.Is(err, ledger.ErrMissing):
		e.add("E_SHALLOW", "", advised(err))
	case errors.Is(err, ledger.ErrHash):
		e.add("E_OBJ_HASH", "", advised(err))
	default:
		e.add("E_OBJ_FORM", "", finding.Problem(err))
	}
}

// advised says what cannot be read, and how to get it.
func advised(err error) finding.Sentence {
	f, ok := errors.AsType[*finding.Fault](err)
	if !ok || f.Hint.IsZero() {
		return finding.Problem(err)
	}
	return finding.Say("%s; %s", f.Message, f.Hint)
}

// lost reports whether an object that it needs is missing.
func (e *reading) lost() bool { return e.has("E_SHALLOW") }

// unread reports whether some of its objects could not be read: what they would have
// said is unknown, and no fault.
func (e *reading) unread() bool { return e.damaged() || e.has("E_LIMIT") }

func (e *reading) has(code string) bool {
	return slices.ContainsFunc(e.faults, func(v Violation) bool { return v.Code == code })
}

func (e *reading) signature() {
	key, err := signature.Verify(e.entry.Signature, signature.NamespaceGit, e.entry.Payload)
	if err != nil {
		e.add(signature.Code(err), "", finding.Problem(err))
		return
	}
	e.key = key
}

// diff reads what the commit changes.
func (e *reading) diff(r *reader) {
	differences, err := r.objects.Diff(e.before, e.link.Tree)
	if err != nil {
		e.undiffed(r, err)
		return
	}
	sums := map[string]ledger.Digest{}
	for _, d := range differences {
		if d.New.IsZero() {
			name, _ := ledger.Below(r.root, d.Path)
			e.add("E_DELETE", name, finding.Say("nothing is ever deleted from a ledger"))
			continue
		}
		if e.take(r, d, sums); e.size > maxBytes {
			e.add("E_LIMIT", "", finding.Say("an entry brings at most %s bytes", maxBytes))
			return
		}
	}
	e.sums = ledger.Content(sums)
}

// take reads a changed file, and adds its digest to the sums.
func (e *reading) take(r *reader, d ledger.Delta, sums map[string]ledger.Digest) {
	c := change{old: d.Old, new: d.New}
	c.path, _ = ledger.Below(r.root, d.Path)
	if d.NewMode.Blob() {
		size, err := r.load(d, &c)
		if err != nil {
			e.form(err)
			e.faults[len(e.faults)-1].Path = c.path
			return
		}
		e.size += size
		sums[c.path] = c.digest
	}
	e.sort(r, d, c)
}

// load reads a file and takes its digest: of a record every time, of another only
// once, since one file may stand under very many names.
func (r *reader) load(d ledger.Delta, c *change) (int64, error) {
	most, record := int64(ledger.MaxFile), false
	if name, inside := ledger.Below(r.root, d.Path); inside {
		at, placed := locate(name)
		record = placed && at.kind != attachment
		if placed && !record {
			most = records.MaxAttachment
		}
	}
	if b, ok := r.known[d.New]; ok && !record && b.size <= most {
		c.digest = b.digest
		return b.size, nil
	}
	data, err := r.objects.Blob(d.New, most)
	if err != nil {
		return 0, err
	}
	c.data, c.digest = data, ledger.DigestOf(data)
	if b := (blob{c.digest, int64(len(data))}); !record {
		if len(r.known) >= maxKnown || r.known == nil {
			r.known = map[ledger.ID]blob{}
		}
		r.known[d.New] = b
	}
	return int64(len(data)), nil
}

// undiffed notes why it cannot be told what the commit changes: once, and not where a
// commit that is no entry anyway comes behind a tree of another's.
func (e *reading) undiffed(r *reader, err error) {
	if _, malformed := errors.AsType[*ledger.FormError](err); malformed && e.entry == nil {
		_, err = r.objects.LedgerFiles(e.link.Tree, r.root)
	}
	if said := e.link.Breach != nil && err != nil && e.link.Breach.Error() == err.Error(); err != nil && !said {
		e.form(err)
	}
}

// sort puts a change where it belongs: ledger, drafts, or foreign.
func (e *reading) sort(r *reader, d ledger.Delta, c change) {
	name, inside := ledger.Below(r.root, d.Path)
	switch {
	case inside && ledger.IsLedgerPath(name):
		e.record(r, d, c)
	case inside && strings.HasPrefix(name, records.ServiceFolder+"/"):
		if d.NewMode != ledger.Regular {
			e.add("E_PATH", name, finding.Say("a service must be a plain file, not mode %s", d.NewMode))
		}
		c.data = nil
		e.drafts = append(e.drafts, c)
	default:
		e.foreign = append(e.foreign, d.Path)
	}
}

// record reads a changed file of the ledger.
func (e *reading) record(r *reader, d ledger.Delta, c change) {
	at, ok := locate(c.path)
	c.place = at
	switch {
	case d.NewMode != ledger.Regular:
		e.add("E_PATH", c.path, finding.Say("a record must be a plain file, not mode %s", d.NewMode))
	case !ok:
		e.add("E_PATH", c.path, finding.Say("the ledger has no place for such a file"))
	default:
		e.content(r, &c)
	}
	c.data = nil // what it says is known now, and a long history holds many
	e.changes = append(e.changes, c)
}

// content reads what a record says.
func (e *reading) content(r *reader, c *change) {
	if c.place.kind == attachment {
		e.twins(r, c.path)
		return
	}
	switch before, added := lastStep(c.data); {
	case c.old.IsZero():
		_, first, _ := bytes.Cut(c.data, []byte(historyLine))
		c.grown = oneStep(first)
	case ledger.BlobID(before) == c.old: // nothing needs to be read to know what stood there
		c.grown = oneStep(added)
		if c.grown && c.place.kind == validator.Request && (r.longer(c, added) || e.stillFaulty(r, c)) {
			return
		}
	}
	e.decode(r, c)
}

// historyLine is the line that a record's history begins with.
const historyLine = "\nhistory:\n"

// lastStep parts a record before the last element of its history.
func lastStep(record []byte) (before, step []byte) {
	at := bytes.LastIndex(record, []byte("\n  - step: ")) + 1
	return record[:at], record[at:]
}

// oneStep reports whether text at the end of a record can be one element of its
// history and nothing else: no line of it begins where a field of the record
// could.
func oneStep(text []byte) bool {
	inside, ok := bytes.CutPrefix(text, []byte("  - step: "))
	if !ok || !bytes.HasSuffix(inside, []byte("\n")) {
		return false
	}
	for i, line := range bytes.Split(inside, []byte("\n")) {
		if i > 0 && len(line) > 0 && !bytes.HasPrefix(line, []byte("    ")) {
			return false
		}
	}
	return true
}

// twins refuses a file beside which stands another that some file systems take
// for the same.
func (e *reading) twins(r *reader, name string) {
	folder := path.Dir(name)
	if e.folders[folder] {
		return // a folder may have very many files
	}
	if e.folders == nil {
		e.folders = map[string]bool{}
	}
	e.folders[folder] = true
	at, err := r.objects.Find(e.link.Tree, path.Join(r.root, folder))
	if err == nil {
		err = r.objects.Twins(at.ID)
	}
	if err != nil {
		e.form(err)
	}
}
