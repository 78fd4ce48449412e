package render

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/explain"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifHome   = "https://github.com/service-catalogue/sc"
)

// sarif writes SARIF 2.1.0 (OASIS): the run first, then a result on each line.
func (w *writing) sarif(r Report) error {
	rules := sarifRules(r.Findings)
	indent := strings.Repeat(" ", 6)
	e := newEncoding(indent)
	w.put("{\n  \"$schema\": \"", sarifSchema, "\",\n  \"version\": \"2.1.0\",\n  \"runs\": [\n    {\n")
	for _, part := range []struct {
		key   string
		value any
	}{
		{"tool", w.tool(rules)},
		{"invocations", w.invocation(r.Hidden)},
		{"language", w.f.Say.Language()},
		{"columnKind", "unicodeCodePoints"},
	} {
		text, err := e.bytes(part.value)
		if err != nil {
			return err
		}
		w.put(indent, `"`, part.key, `": `, string(text), ",\n")
	}
	w.put(indent, `"results": `)
	seen := fingerprints{}
	err := w.array(len(r.Findings), oneLine(indent+"  "), func(i int) any {
		one := r.Findings[i]
		result := w.result(one)
		result.RuleIndex, _ = slices.BinarySearch(rules, one.Rule)
		result.PartialFingerprints = sarifPrint{seen.of(one)}
		return result
	})
	w.put("\n    }\n  ]\n}\n")
	return err
}

// sarifRules are the rules that were broken, sorted.
func sarifRules(found []finding.Finding) []string {
	seen := map[string]bool{}
	var rules []string
	for _, one := range found {
		if !seen[one.Rule] {
			seen[one.Rule], rules = true, append(rules, one.Rule)
		}
	}
	slices.Sort(rules)
	return rules
}

func (w *writing) tool(rules []string) sarifTool {
	driver := sarifDriver{Name: "sc", Version: w.f.Version, InformationURI: sarifHome, Rules: make([]sarifRule, len(rules))}
	for i, id := range rules {
		driver.Rules[i] = sarifRuleOf(id, w.f.Say.Language())
	}
	return sarifTool{driver}
}

// sarifRuleOf is a rule as its page explains it; the words of its name where it has
// none, such as one of a later version.
func sarifRuleOf(id string, l lang.Language) sarifRule {
	page, ok := explain.Find(id, l)
	if !ok {
		words := strings.NewReplacer("/", ": ", "-", " ").Replace(plain.Clean(id))
		return sarifRule{ID: id, ShortDescription: sarifText{words}, FullDescription: sarifText{words}, Help: sarifHelp{Text: words}}
	}
	help := page.Section(explain.Why) + "\n\n" + page.Section(explain.Remedy)
	return sarifRule{ID: id, ShortDescription: sarifText{page.Title}, FullDescription: sarifText{page.Meaning}, Help: sarifHelp{help, page.Text}}
}

// invocation says that the tool did its work, and how much it keeps back.
func (w *writing) invocation(hidden int) []sarifInvocation {
	run := sarifInvocation{ExecutionSuccessful: true}
	if hidden > 0 {
		left := w.f.Say.T("%s findings were left out", hidden)
		run.Notifications = []sarifNotification{{Level: "note", Message: sarifText{left}}}
	}
	return []sarifInvocation{run}
}

func (w *writing) result(f finding.Finding) sarifResult {
	message := w.say(f.Message)
	if hint := w.advice(f); hint != "" {
		message += "\n" + hint
	}
	result := sarifResult{RuleID: f.Rule, Level: "warning", Message: sarifText{sarifMessage(message)}, Fixes: w.fixes(f)}
	if f.Severity == finding.Error {
		result.Level = "error"
	}
	at := sarifLocation{Physical: w.physical(f.File, f.Start, f.End)}
	if f.Pointer != "" {
		at.Logical = []sarifLogical{{f.Pointer}}
	}
	if at.Physical != nil || at.Logical != nil {
		result.Locations = []sarifLocation{at}
	}
	for i, other := range f.Related {
		result.Related = append(result.Related, sarifLocation{
			ID: i + 1, Physical: w.physical(other.File, other.Start, finding.Place{}),
			Message: &sarifText{sarifMessage(w.say(other.Message))},
		})
	}
	return result
}

// fixes are the edits as one change of the file. Bytes are replaced by
// bytes (§3.57.2); the text stands beside them for those who read it.
func (w *writing) fixes(f finding.Finding) []sarifFix {
	if len(f.Fix) == 0 || f.File == "" {
		return nil
	}
	change := sarifChange{Artifact: w.artifact(f.File)}
	for _, e := range f.Fix {
		change.Replacements = append(change.Replacements, sarifReplacement{
			Deleted:  sarifBytes{e.Offset, e.Length},
			Inserted: sarifContent{Text: e.Text, Binary: []byte(e.Text)},
		})
	}
	return []sarifFix{{[]sarifChange{change}}}
}

func (w *writing) physical(file string, start, end finding.Place) *sarifPhysical {
	if file == "" {
		return nil
	}
	at := &sarifPhysical{Artifact: w.artifact(file)}
	if start.Line > 0 {
		at.Region = &sarifRegion{start.Line, start.Column, end.Line, end.Column}
	}
	return at
}

// artifact names a file. Findings come sorted: most name the one before.
func (w *writing) artifact(file string) sarifArtifact {
	if file != w.file {
		w.file, w.uri = file, sarifArtifact{sarifURI(file)}
	}
	return w.uri
}

// sarifURI is a path as a reference: relative where the path is, every other sign
// than the plainest by its bytes (RFC 3986 §2.1).
func sarifURI(path string) string {
	const hex = "0123456789ABCDEF"
	var uri strings.Builder
	switch {
	case strings.HasPrefix(path, "/"):
		uri.WriteString("file://")
	case len(path) > 2 && path[1] == ':' && path[2] == '/': // Windows
		uri.WriteString("file:///")
	}
	for _, b := range []byte(path) {
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-._~/", b) >= 0 {
			uri.WriteByte(b)
		} else {
			uri.Write([]byte{'%', hex[b>>4], hex[b&15]})
		}
	}
	return uri.String()
}

// sarifMessage escapes what viewers take for a place-holder (§3.11.5) or a link
// (§3.11.6).
func sarifMessage(text string) string {
	if !strings.ContainsAny(text, "{}]") {
		return text // almost always
	}
	return strings.NewReplacer("{", "{{", "}", "}}", "](", `\](`).Replace(text)
}
