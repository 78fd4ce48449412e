package cli

import (
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
)

// isDay refuses what is given and is no date.
func isDay(flag, day string) error {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		return fault(finding.Say("--%s: %s is not a date", flag, finding.Clip(day)), finding.Say("write it as 2026-03-20"))
	}
	return nil
}

// comes refuses what is no date, or one that is not behind today.
func comes(flag, day, today string) error {
	if err := isDay(flag, day); err != nil {
		return err
	}
	if day <= today {
		return fault(finding.Say("--%s: %s is not a date to come", flag, day), finding.Say("name a day after %s", today))
	}
	return nil
}

// notPast refuses a day before today. That it is a date is judged elsewhere.
func (s *session) notPast(flag, day string) error {
	if _, err := time.Parse(time.DateOnly, day); err != nil || day >= s.today() {
		return nil
	}
	return fault(finding.Say("--%s: %s is past", flag, day), finding.Say("name a day to come, or leave it out"))
}

// notAhead refuses a day that is still to come. People in other time zones may be a day
// ahead.
func (s *session) notAhead(flag, day string) error {
	on, err := time.Parse(time.DateOnly, day)
	if err != nil || on.AddDate(0, 0, -1).Format(time.DateOnly) <= s.today() {
		return nil
	}
	return fault(finding.Say("--%s: %s is still to come", flag, day), finding.Say("name the day on which it happened"))
}
