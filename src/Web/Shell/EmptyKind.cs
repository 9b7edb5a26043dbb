namespace SecretsDashboard.Web.Shell;

/// <summary>Why a list is empty: each of the four reasons requires a different next step.</summary>
public enum EmptyKind
{
    NothingYet = 1,
    NoMatch,
    NoAccess,
    Failed,
}
