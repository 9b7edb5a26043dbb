using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SecretsDashboard.Vault.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Seals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "WorkloadIdentities",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "StoreGrants",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Sessions",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Services",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "ServiceCredentials",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Secrets",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "ProviderConfigs",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Members",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "MemberRoles",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Invitations",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SealKeyId",
                table: "Installations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "Bindings",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "ApiTokenStores",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Seal",
                table: "ApiTokens",
                type: "BLOB",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Seal",
                table: "WorkloadIdentities");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "StoreGrants");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Services");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "ServiceCredentials");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Secrets");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "ProviderConfigs");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Members");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "MemberRoles");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Invitations");

            migrationBuilder.DropColumn(
                name: "SealKeyId",
                table: "Installations");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "Bindings");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "ApiTokenStores");

            migrationBuilder.DropColumn(
                name: "Seal",
                table: "ApiTokens");
        }
    }
}
