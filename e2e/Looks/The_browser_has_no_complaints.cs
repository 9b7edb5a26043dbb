using SecretsDashboard.E2E.Households;
using Xunit;

namespace SecretsDashboard.E2E.Looks;

[Collection(nameof(DeskHousehold))]
public sealed class The_browser_has_no_complaints_at_a_desk(DeskHousehold household) : The_browser_has_no_complaints(household);

[Collection(nameof(PhoneHousehold))]
public sealed class The_browser_has_no_complaints_on_a_phone(PhoneHousehold household) : The_browser_has_no_complaints(household);

public abstract class The_browser_has_no_complaints(Household household) : AtHome(household), ILooksBack
{
    [Fact]
    public void No_page_failed_in_the_browser_broke_the_content_policy_or_asked_elsewhere() =>
        Assert.True(household.Complaints.All.Count == 0, string.Join('\n', household.Complaints.All));
}
