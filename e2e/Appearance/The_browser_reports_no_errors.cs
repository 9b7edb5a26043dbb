using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class The_browser_reports_no_errors_on_a_desktop(DesktopHost host) : The_browser_reports_no_errors(host);

[Collection(nameof(PhoneHost))]
public sealed class The_browser_reports_no_errors_on_a_phone(PhoneHost host) : The_browser_reports_no_errors(host);

public abstract class The_browser_reports_no_errors(BrowserHost host) : BrowserTest(host), ITrafficCheck
{
    [Fact]
    public void No_page_caused_a_browser_error_broke_the_content_policy_or_sent_a_request_elsewhere()
    {
        var errors = host.Account.BrowserErrors.All.Concat(host.BrowserErrors.All).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }
}
