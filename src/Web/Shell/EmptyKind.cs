namespace SecretsDashboard.Web.Shell;

/// <summary>Why a list is empty: the four ask for different next steps.</summary>
public enum EmptyKind
{
    NothingYet = 1,
    NoMatch,
    NoAccess,
    Failed,
}
