package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// spoken refuses a flag that is given and says nothing.
func spoken(flag, text string) error {
	if text == "" || strings.TrimSpace(text) != "" {
		return nil
	}
	return fault(finding.Say("%s is blank", flag), finding.Say("say something with it, or leave it out"))
}
