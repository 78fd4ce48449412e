package lang

import "strings"

// nouns are what English sentences count, in the plural and the singular.
func nouns() map[string]string {
	return map[string]string{
		"bytes": "byte", "characters": "character", "commits": "commit", "confirmations": "confirmation", "days": "day",
		"entries": "entry", "errors": "error", "fields": "field", "files": "file", "findings": "finding", "hours": "hour",
		"items": "item", "keys": "key", "levels": "level", "meetings": "meeting", "minutes": "minute", "notices": "notice", "objects": "object",
		"people": "person", "problems": "problem", "requests": "request", "rows": "row", "services": "service",
		"steps": "step", "times": "time", "values": "value", "versions": "version", "violations": "violation", "warnings": "warning",
	}
}

// counted is an English sentence with what stands behind a count of one put into the
// singular: the sentences are written for many.
func counted(format string, args []any) string {
	var b strings.Builder
	rest := format
	for len(args) > 0 {
		before, after, found := strings.Cut(rest, "%")
		if !found || after == "" {
			break
		}
		b.WriteString(before + "%" + after[:1])
		rest = after[1:]
		if after[0] == '%' {
			continue
		}
		if args[0] == "1" {
			rest = single(before, rest)
		}
		args = args[1:]
	}
	return b.String() + rest
}

// single puts the noun into the singular that a text begins with, an adjective before
// it aside, and the verb behind the count that begins a clause.
func single(before, text string) string {
	words := strings.SplitN(text, " ", 5)
	if words[0] != "" {
		return text
	}
	at := 0
	for i, word := range words[:min(3, len(words))] {
		bare := strings.TrimRight(word, ",;:.")
		if one, ok := nouns()[bare]; ok {
			words[i], at = one+word[len(bare):], i
		}
	}
	if verb := at + 1; verb < len(words) && begins(before) {
		switch words[verb] {
		case "are":
			words[verb] = "is"
		case "were":
			words[verb] = "was"
		}
	}
	return strings.Join(words, " ")
}

// begins reports whether what follows a text begins a clause.
func begins(before string) bool {
	for _, end := range []string{", ", ": ", "; ", "that "} {
		if strings.HasSuffix(before, end) {
			return true
		}
	}
	return before == ""
}
