package ledger

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Trailers are the last lines of an entry's message: what the entry is, and what
// it is bound to (docs/format.md, "Trailers"). Entry 0 is genesis.
type Trailers struct {
	Ledger   Digest   // SC-Ledger: the raw genesis commit; none in genesis itself
	Root     string   // SC-Root: the ledger's folder, "." for the top; genesis only
	Tags     string   // SC-Tags: how version tags begin; genesis only
	Ref      string   // SC-Ref: the ledger branch, as refs/heads/main
	Entry    int      // SC-Entry: the entry's number
	Action   string   // SC-Action: the step, or amend, repair and their like
	Records  []string // SC-Record: the ledger paths it changes, from the root, sorted
	Actor    string   // SC-Actor: the person
	Role     string   // SC-Role: the role in which the person acts
	Previous Digest   // SC-Previous: the raw commit of the entry before; none in genesis
	Content  Digest   // SC-Content: what it changes (Content)
}

// MaxEntry is the highest number of an entry (docs/format.md, "Trailers").
const MaxEntry = 999_999_999

// MarshalText writes the trailers in their one order. It fails with a *FormError
// where UnmarshalText would not read them back.
func (t Trailers) MarshalText() ([]byte, error) {
	text := t.encode()
	var again Trailers
	if err := again.UnmarshalText(text); err != nil {
		return nil, err
	}
	return text, nil
}

func (t Trailers) encode() []byte {
	var b bytes.Buffer
	line := func(key, value string) { b.WriteString("SC-" + key + ": " + value + "\n") }
	line("Format", "1")
	if t.Entry == 0 {
		line("Root", t.Root)
		line("Tags", t.Tags)
	} else {
		line("Ledger", string(t.Ledger))
	}
	line("Ref", t.Ref)
	line("Entry", strconv.Itoa(t.Entry))
	line("Action", t.Action)
	for _, r := range t.Records {
		line("Record", r)
	}
	line("Actor", t.Actor)
	line("Role", t.Role)
	if t.Entry != 0 {
		line("Previous", string(t.Previous))
	}
	line("Content", string(t.Content))
	return b.Bytes()
}

// UnmarshalText reads trailers: every line known, in order, once (SC-Record once
// or more, sorted bytewise), with a value of the right form; else *FormError
// E_TRAILER. What it reads, MarshalText writes back byte for byte.
func (t *Trailers) UnmarshalText(text []byte) error {
	p := trailerParser{rest: string(text)}
	p.format()
	var got Trailers
	genesis := strings.HasPrefix(p.rest, "SC-Root: ")
	if genesis {
		got.Root = p.take("Root", goodRoot)
		got.Tags = p.take("Tags", goodTagPrefix)
	} else {
		got.Ledger = Digest(p.take("Ledger", goodDigest))
	}
	got.Ref = p.take("Ref", goodBranch)
	got.Entry = p.number("Entry")
	got.Action = p.take("Action", goodName)
	got.Records = p.records()
	got.Actor = p.take("Actor", goodName)
	got.Role = p.take("Role", goodName)
	if !genesis {
		got.Previous = Digest(p.take("Previous", goodDigest))
	}
	got.Content = Digest(p.take("Content", goodDigest))
	if genesis != (got.Entry == 0) {
		p.fail(finding.Say("entry 0 must have the trailers of genesis, and no other entry may"))
	}
	if err := p.end(); err != nil {
		return err
	}
	*t = got
	return nil
}

// trailerParser takes one trailer after the other; the first fault stays.
type trailerParser struct {
	rest string
	err  error
}

func (p *trailerParser) format() {
	if v := p.take("Format", goodNumber); v != "1" {
		p.fail(finding.Say("ledger format %s is not known to this program, which knows format 1", v))
	}
}

func (p *trailerParser) take(key string, good func(string) bool) string {
	if p.err != nil {
		return ""
	}
	line, rest, ended := strings.Cut(p.rest, "\n")
	value, ok := strings.CutPrefix(line, "SC-"+key+": ")
	switch {
	case !ok || !ended:
		p.fail(finding.Say("the trailer SC-%s is expected where %q stands", key, line))
		return ""
	case !good(value):
		p.fail(finding.Say("the trailer SC-%s cannot have the value %q", key, value))
		return ""
	}
	p.rest = rest
	return value
}

func (p *trailerParser) number(key string) int {
	n, _ := parseNumber(p.take(key, goodNumber), MaxEntry)
	return int(n)
}

func (p *trailerParser) records() []string {
	all := []string{p.take("Record", goodRecord)}
	for p.err == nil && strings.HasPrefix(p.rest, "SC-Record: ") {
		last := all[len(all)-1]
		all = append(all, p.take("Record", func(s string) bool { return goodRecord(s) && last < s }))
	}
	return all
}

// end is the parser's verdict: nothing may be left.
func (p *trailerParser) end() error {
	if p.rest != "" {
		line, _, _ := strings.Cut(p.rest, "\n")
		p.fail(finding.Say("nothing may follow the last trailer; %q does", line))
	}
	return p.err
}

func (p *trailerParser) fail(why finding.Sentence) {
	if p.err == nil {
		p.err = form(codeTrailer, why)
	}
}

func goodNumber(s string) bool { _, ok := parseNumber(s, MaxEntry); return ok }

func goodDigest(s string) bool { return Digest(s).Valid() }

// goodName is the form of ids of people, roles and steps: lower-case letters and
// digits in words joined by one of ". _ -", at most 64, a letter first.
func goodName(s string) bool {
	if s == "" || len(s) > 64 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	joined := false
	for _, c := range s {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			joined = false
		case (c == '.' || c == '_' || c == '-') && !joined:
			joined = true
		default:
			return false
		}
	}
	return !joined
}

func goodRecord(s string) bool { return goodPath(s) && IsLedgerPath(s) }

func goodRoot(s string) bool { return s == "." || goodPath(s) && !IsLedgerPath(s) }

// goodPath: a relative path with forward slashes that Git would store, of at most
// 1024 bytes, without deceptive characters and line ends.
func goodPath(s string) bool {
	if len(s) > 1024 || !utf8.ValidString(s) || checkText(s) != nil || strings.Contains(s, "\n") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "/"), badName)
}

func goodBranch(s string) bool {
	name, ok := strings.CutPrefix(s, "refs/heads/")
	return ok && name != "HEAD" && goodRef(name)
}

// goodTagPrefix: what stands before a version's number in a tag's name.
func goodTagPrefix(s string) bool { return goodRef(s + "1.0.0") }

// goodRef follows git-check-ref-format(1), at most 200 bytes of visible text.
func goodRef(s string) bool {
	if s == "" || len(s) > 200 || !utf8.ValidString(s) || checkText(s) != nil || s == "@" ||
		strings.ContainsAny(s, "\n ~^:?*[\\") || strings.Contains(s, "..") || strings.Contains(s, "@{") ||
		strings.HasPrefix(s, "-") || strings.HasSuffix(s, ".") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "/"), func(part string) bool {
		return part == "" || part[0] == '.' || strings.HasSuffix(part, ".lock")
	})
}
