using MudBlazor;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Shell;

namespace SecretsDashboard.Web.Secrets;

/// <summary>The dialogs that both the list and the detail page of a secret open. Each reports its own result.</summary>
internal static class SecretDialogs
{
    /// <returns>The new secret; null when none was created.</returns>
    public static async Task<SecretId?> DuplicateAsync(this IDialogService dialogs, SecretId secret, string name)
    {
        var about = new DialogParameters<DuplicateSecretDialog> { { d => d.Secret, secret } };
        var dialog = await dialogs.ShowAsync<DuplicateSecretDialog>($"Duplicate {name}", about, DialogDefaults.Form);
        return await dialog.Result is { Canceled: false, Data: SecretId made } ? made : null;
    }

    /// <returns>True when the secret was deleted.</returns>
    public static async Task<bool> DeleteAsync(this IDialogService dialogs, SecretId secret, string name)
    {
        var about = new DialogParameters<DeleteSecretDialog> { { d => d.Secret, secret }, { d => d.Name, name } };
        var dialog = await dialogs.ShowAsync<DeleteSecretDialog>($"Delete {name}?", about, DialogDefaults.Form);
        return await dialog.Result is { Canceled: false };
    }

    /// <returns>The deleted secrets.</returns>
    public static async Task<IReadOnlyCollection<SecretId>> DeleteAsync(this IDialogService dialogs, IReadOnlyList<SecretRow> secrets)
    {
        var deleted = new HashSet<SecretId>(); // Filled during the deletion: closing the dialog in the middle must not lose the results.
        var about = new DialogParameters<DeleteSecretsDialog> { { d => d.Secrets, secrets }, { d => d.Deleted, deleted } };
        var dialog = await dialogs.ShowAsync<DeleteSecretsDialog>(
            secrets.Count == 1 ? "Delete 1 secret?" : $"Delete {secrets.Count} secrets?",
            about,
            DialogDefaults.Form
        );
        await dialog.Result;
        return deleted;
    }
}
