package procedure

import (
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
)

// choices are the values of the correctable fields that have a list of them.
func choices(field string) []string {
	return map[string][]string{
		"priority":       {"low", "medium", "high", "urgent"},
		"contract.stage": {"negotiation", "signing", "renewal", "in_service"},
	}[field]
}

// judgeValue refuses what the schema of a request would refuse in a field, so
// that a corrected request is still a well-formed one.
func judgeValue(field, from, to string) *Refusal {
	switch allowed := choices(field); {
	case to == from:
		return refuse("E_HISTORY", finding.Say("%s says so already", catalogue.Word(field)))
	case strings.TrimSpace(to) == "" && (to != "" || slices.Contains([]string{fieldTitle, "customer.name", "raised_on"}, field)):
		return refuse("E_HISTORY", finding.Say("%s cannot be empty", catalogue.Word(field)))
	case to == "":
		return nil
	case allowed != nil && !slices.Contains(allowed, to):
		return refuse("E_HISTORY", finding.Say("%s cannot be %s", catalogue.Word(field), to)).
			hint(finding.Say("it is one of: %s", Names(allowed)))
	case field == "raised_on" || field == "contract.due_on":
		return judgeDate(field, to)
	}
	return nil
}

func judgeDate(field, to string) *Refusal {
	if _, err := time.Parse(time.DateOnly, to); err != nil {
		return refuse("E_HISTORY", finding.Say("%s cannot be %s", catalogue.Word(field), to)).
			hint(finding.Say("give the date as YYYY-MM-DD"))
	}
	return nil
}
