package ledger

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// maxText is the most bytes of a commit or a tag.
const maxText = 1 << 20

// Entry is one step of the procedure as its commit holds it (docs/format.md, "An
// entry's bytes"). What its signature is worth is not decided here.
type Entry struct {
	Tree      ID
	Parent    ID // zero in a genesis without parent
	By        Stamp
	Subject   string
	Body      string // may be empty
	Trailers  Trailers
	Payload   []byte // what is signed: the commit without its gpgsig header
	Signature []byte // the armor with its final line end, as ssh-keygen writes it
}

// ParseEntry reads a raw commit in the strict form of an entry, or returns a
// *FormError. Every byte of raw is accounted for by the result.
func ParseEntry(raw []byte) (*Entry, error) {
	if err := checkRaw(raw); err != nil {
		return nil, err
	}
	h := headers{rest: string(raw)}
	e := &Entry{Tree: h.object("tree")}
	if h.next("parent") {
		e.Parent = h.object("parent")
	}
	author := h.take("author")
	committer := h.take("committer")
	before := len(raw) - len(h.rest)
	e.Signature = h.signature()
	e.Payload = append(append([]byte{}, raw[:before]...), h.rest...)
	message, err := h.message()
	switch {
	case err != nil:
		return nil, err
	case e.Signature == nil:
		return nil, form(codeUnsigned, finding.Say("the commit changes the ledger and is not signed"))
	case author != committer:
		return nil, form(codeObject, finding.Say("the author %q and the committer %q must be the same, to the byte", author, committer))
	}
	if e.By, err = parseStamp(committer); err != nil {
		return nil, err
	}
	return e, e.readMessage(message)
}

// CommittedAt is when a raw commit says that it was made, be it an entry or not; zero
// where it says nothing that can be read.
func CommittedAt(raw []byte) time.Time {
	head, _, _ := bytes.Cut(raw, []byte("\n\n"))
	for line := range bytes.Lines(head) {
		if who, ok := bytes.CutPrefix(line, []byte("committer ")); ok {
			stamp, _ := parseStamp(string(bytes.TrimSuffix(who, []byte("\n"))))
			return stamp.When
		}
	}
	return time.Time{}
}

func (e *Entry) readMessage(message string) error {
	if !strings.Contains("\n"+message, "\nSC-") {
		return form(codeTrailer, finding.Say("it carries no trailers, so it was not made by sc: \"sc repair\" puts the ledger back; then take the step with sc"))
	}
	text, trailers, err := splitMessage(message)
	if err != nil {
		return err
	}
	if e.Subject, e.Body, err = splitText(text); err != nil {
		return err
	}
	if err := checkText(e.By.Name + e.By.Email + message); err != nil {
		return err
	}
	return e.Trailers.UnmarshalText([]byte(trailers))
}

// splitMessage parts a message at its first line that begins with SC-, which must
// follow an empty line.
func splitMessage(message string) (text, trailers string, err error) {
	text, trailers, ok := strings.Cut(message, "\n\nSC-")
	if !ok || strings.Contains("\n"+text, "\nSC-") {
		return "", "", form(codeTrailer, finding.Say("the trailers must stand together at the end of the message, after an empty line"))
	}
	return text, "SC-" + trailers, nil
}

// splitText parts what stands before the trailers into subject and body.
func splitText(text string) (subject, body string, err error) {
	subject, body, more := strings.Cut(text, "\n\n")
	switch {
	case subject == "" || strings.TrimSpace(subject) != subject || strings.Contains(subject, "\n"):
		return "", "", form(codeObject, finding.Say("the message must begin with a subject of one line"))
	case more && (body == "" || strings.Trim(body, "\n") != body):
		return "", "", form(codeObject, finding.Say("exactly one empty line must stand before and after the body of the message"))
	}
	return subject, body, nil
}

// checkRaw demands UTF-8 without NUL, of a size that can be read at once.
func checkRaw(raw []byte) error {
	switch {
	case len(raw) > maxText:
		return form(codeLimit, finding.Say("a commit or tag may have %s bytes, this one has %s", maxText, len(raw)))
	case !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0:
		return form(codeObject, finding.Say("a commit or tag must be UTF-8 without NUL bytes"))
	}
	return nil
}

// headers takes the headers of a commit or tag one by one; the first fault stays.
type headers struct {
	rest string
	err  error
}

// next reports whether the header with this key follows.
func (h *headers) next(key string) bool { return strings.HasPrefix(h.rest, key+" ") }

func (h *headers) take(key string) string {
	if h.err != nil {
		return ""
	}
	line, rest, ended := strings.Cut(h.rest, "\n")
	value, ok := strings.CutPrefix(line, key+" ")
	if !ok || !ended {
		h.err = form(codeObject, finding.Say("the header %q is expected where %q stands", key, line))
		return ""
	}
	h.rest = rest
	return value
}

func (h *headers) object(key string) ID {
	value := h.take(key)
	id, ok := parseID(value)
	if h.err == nil && (!ok || id.IsZero()) {
		h.err = form(codeObject, finding.Say("the header %q must name an object, not %q", key, value))
	}
	return id
}

// signature takes the gpgsig header, if there is one, as Git reads it: the lines
// without the header's key and without the space that continues it, each with its
// line end. So the armor ends in one LF, as the file that ssh-keygen writes.
func (h *headers) signature() []byte {
	if !h.next("gpgsig") {
		return nil
	}
	armor := h.take("gpgsig") + "\n"
	for h.err == nil && h.next("") {
		armor += h.take("") + "\n"
	}
	if h.next("gpgsig") {
		h.err = form(codeSigForm, finding.Say("a commit must have one signature"))
	}
	return []byte(armor)
}

// message is what follows the headers and an empty line; it ends in one LF.
func (h *headers) message() (string, error) {
	if h.err != nil {
		return "", h.err
	}
	message, ok := strings.CutPrefix(h.rest, "\n")
	if !ok {
		line, _, _ := strings.Cut(h.rest, "\n")
		return "", form(codeObject, finding.Say("an empty line is expected where %q stands: an entry has no other header", line))
	}
	if !strings.HasSuffix(message, "\n") || strings.HasSuffix(message, "\n\n") {
		return "", form(codeObject, finding.Say("the message must end in one line end"))
	}
	return message, nil
}

// encode writes the entry's payload from its fields.
func (e *Entry) encode() []byte {
	return append(commitHead(e.Tree, e.Parent, e.By), "\n"+messageText(e.Subject, e.Body)+"\n"+string(e.Trailers.encode())...)
}

func messageText(subject, body string) string {
	if body == "" {
		return subject + "\n"
	}
	return subject + "\n\n" + body + "\n"
}

func commitHead(tree, parent ID, by Stamp) []byte {
	text := "tree " + tree.String() + "\n"
	if !parent.IsZero() {
		text += "parent " + parent.String() + "\n"
	}
	stamp := by.encode()
	return []byte(text + "author " + stamp + "\ncommitter " + stamp + "\n")
}

// sealed puts the armor into the payload as Git does: as the last header.
func sealed(payload, armor []byte) []byte {
	head, message, _ := bytes.Cut(payload, []byte("\n\n"))
	lines := strings.ReplaceAll(strings.TrimSuffix(string(armor), "\n"), "\n", "\n ")
	return slices.Concat(head, []byte("\ngpgsig "+lines+"\n\n"), message)
}

// links reads of a commit what Git itself reads of any: its tree and parents.
func links(raw []byte) (tree ID, parents []ID, err error) {
	h := headers{rest: string(raw[:min(len(raw), maxText)])}
	tree = h.object("tree")
	for h.next("parent") && h.err == nil {
		if len(parents) == maxParents {
			return ID{}, nil, form(codeLimit, finding.Say("a merge may have %s parents", maxParents))
		}
		parents = append(parents, h.object("parent"))
	}
	return tree, parents, h.err
}

// maxParents is the most parents that a merge may have.
const maxParents = 64
