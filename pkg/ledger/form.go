package ledger

import (
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/plain"
)

// The codes of breaches of form (docs/format.md lists what each stands for).
const (
	codeObject   = "E_OBJ_FORM"
	codeTrailer  = "E_TRAILER"
	codeSigForm  = "E_SIG_FORM"
	codeUnsigned = "E_UNSIGNED"
	codeTagForm  = "E_TAG_UNSIGNED"
	codeTime     = "E_TIME"
	codeText     = "E_TEXT"
	codeLimit    = "E_LIMIT"
	codeMerge    = "E_MERGE"
	codePath     = "E_PATH"
)

// FormError says that an object is not formed as format 1 demands. Code is one of
// the stable codes that sc verify prints (docs/format.md).
type FormError struct {
	Code string
	Text finding.Sentence
}

// Error is the code and the English text.
func (e *FormError) Error() string { return e.Code + ": " + e.Text.String() }

func form(code string, text finding.Sentence) *FormError {
	return &FormError{Code: code, Text: text}
}

// Stamp says who made an object and when, as its header does: to the second, with
// the maker's own offset from UTC.
type Stamp struct {
	Name  string
	Email string
	When  time.Time
}

// latest is the last second of the year 9999.
const latest = 253402300799

func (s Stamp) encode() string {
	return s.Name + " <" + s.Email + "> " + strconv.FormatInt(s.When.Unix(), 10) + s.When.Format(" -0700")
}

// parseStamp reads "NAME <EMAIL> SECONDS OFFSET" and nothing that Git or anybody
// else could read in another way.
func parseStamp(s string) (Stamp, error) {
	name, rest, ok := strings.Cut(s, " <")
	email, when, closed := strings.Cut(rest, "> ")
	if !ok || !closed || !plainName(name) || !plainName(email) || strings.Contains(email, " ") {
		return Stamp{}, form(codeObject, finding.Say("a header must name a person as NAME <EMAIL>; it says %q", s))
	}
	at, err := parseTime(when)
	return Stamp{Name: name, Email: email, When: at}, err
}

func plainName(s string) bool {
	return s != "" && strings.TrimSpace(s) == s && !strings.ContainsAny(s, "<>\n")
}

// parseTime reads "SECONDS +HHMM": no leading zeros, no sign, at most 14 hours
// from UTC, and UTC itself as +0000 only.
func parseTime(s string) (time.Time, error) {
	bad := form(codeTime, finding.Say("the time %q is not written as seconds since 1970 and an offset such as +0800", s))
	digits, zone, _ := strings.Cut(s, " ")
	seconds, ok := parseNumber(digits, latest)
	if !ok || len(zone) != 5 || zone == "-0000" || (zone[0] != '+' && zone[0] != '-') {
		return time.Time{}, bad
	}
	hours, ok1 := twoDigits(zone[1:3])
	minutes, ok2 := twoDigits(zone[3:5])
	offset := hours*3600 + minutes*60
	if !ok1 || !ok2 || minutes > 59 || offset > 14*3600 {
		return time.Time{}, bad
	}
	if zone[0] == '-' {
		offset = -offset
	}
	if offset == 0 {
		return time.Unix(seconds, 0).UTC(), nil
	}
	return time.Unix(seconds, 0).In(time.FixedZone("", offset)), nil
}

func twoDigits(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 8)
	return int(n), err == nil
}

// parseNumber reads decimal digits without a leading zero, up to most.
func parseNumber(s string, most int64) (int64, bool) {
	if s == "" || (len(s) > 1 && s[0] == '0') || strings.IndexFunc(s, notDigit) >= 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n <= most
}

func notDigit(c rune) bool { return c < '0' || c > '9' }

// checkText refuses what a terminal or a reader's eye could be deceived by.
func checkText(s string) error {
	for _, c := range s {
		if plain.Deceptive(c) {
			return form(codeText, finding.Say("the text holds the character U+%s, which cannot be seen or can hide others", hex4(c)))
		}
	}
	return nil
}

func hex4(c rune) string {
	s := strings.ToUpper(strconv.FormatInt(int64(c), 16))
	return strings.Repeat("0", max(0, 4-len(s))) + s
}
