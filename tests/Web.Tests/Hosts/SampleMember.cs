using System.Net;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>A member of every host, with a valid session.</summary>
internal sealed record SampleMember(string Email, Roles Roles, MemberId Id, SessionId Session)
{
    public const string Password = "four unrelated words here";

    public Caller Caller => Caller.Of(Session, IPAddress.Loopback);
}
