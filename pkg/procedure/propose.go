package procedure

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// JudgeDesign says what is wrong with the designs that one proposal binds: each
// base is the digest in the last version (docs/format.md, "Judging"), and no service has two.
func JudgeDesign(design []Design, last *Manifest) *Refusal {
	seen := map[catalogue.ServiceID]bool{}
	for _, d := range design {
		base := last.Digests()[d.Service]
		if base == "" {
			base = NoBase
		}
		switch {
		case seen[d.Service]:
			return refuse("E_DIGEST", finding.Say("the design names %s twice", string(d.Service)))
		case d.Base != base:
			return refuse("E_DIGEST", finding.Say("the design of %s starts from %s, but the last version holds %s", string(d.Service), orNone(d.Base), orNone(base))).
				hint(finding.Say("propose it again"))
		case d.Digest == base:
			return refuse("E_DIGEST", finding.Say("the design of %s changes nothing", string(d.Service)))
		case d.Base == NoBase && d.Change != Add:
			return refuse("E_DIGEST", finding.Say("no version holds %s yet; the design must call it %s", string(d.Service), string(Add)))
		case d.Base != NoBase && d.Change != Modify && d.Change != Retire:
			return refuse("E_DIGEST", finding.Say("the last version holds %s already; the design must call it %s or %s", string(d.Service), string(Modify), string(Retire)))
		}
		seen[d.Service] = true
	}
	return nil
}

// Rebound are the other requests, still waiting for a meeting or a version, that
// are bound to other bytes of a service that is proposed now: they go back to
// proposed with the new bytes, in the same entry.
func Rebound(design []Design, proposed []RequestID, open []Case) []Case {
	mine := map[RequestID]bool{}
	for _, id := range proposed {
		mine[id] = true
	}
	var again []Case
	for _, c := range open {
		if !mine[c.ID] && c.Bound() && conflicts(c, design) {
			again = append(again, c)
		}
	}
	return again
}

func conflicts(c Case, design []Design) bool {
	for _, d := range design {
		if digest, ok := c.Binds(d.Service); ok && digest != d.Digest {
			return true
		}
	}
	return false
}

// Rebind is a design with the new bytes in place of the overtaken ones.
func Rebind(old, proposed []Design) []Design {
	by := map[catalogue.ServiceID]Design{}
	for _, d := range proposed {
		by[d.Service] = d
	}
	out := make([]Design, len(old))
	for i, d := range old {
		out[i] = d
		if n, ok := by[d.Service]; ok {
			out[i] = n
		}
	}
	return out
}

// Short is a digest as people are shown it: the first twelve digits.
func Short(d catalogue.Digest) string {
	const prefix = len("sha256:") + 12
	if len(d) <= prefix {
		return string(d)
	}
	return string(d[:prefix])
}
