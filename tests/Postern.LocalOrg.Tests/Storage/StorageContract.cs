using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What the org asks of a database, whichever it is. Each test gets an empty one.</summary>
public abstract class StorageContract : IAsyncLifetime
{
    static readonly Authentication Ada = new() { UserId = "00u1adaActive0000005", AuthenticatedAt = 1_770_113_725, Methods = "pwd" };

    readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_770_113_730));
    DbDataSource _source = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected OrgStore Store { get; private set; } = null!;

    private protected AllStores Stores { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _source = await CreateAsync();
        Store = new(new(_source), _time);
        Stores = new(Store);
        await Store.MigrateAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync(_source);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "token", Ada, Soon));

        await Store.MigrateAsync(Ct);

        (await BeginAsync("token")).ShouldBe(Ada);
    }

    [Fact]
    public async Task A_session_token_is_redeemed_once()
    {
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "token", Ada, Soon));

        var first = await BeginAsync("token");
        var second = await BeginAsync("token");

        first.ShouldBe(Ada);
        second.ShouldBeNull();
    }

    [Fact]
    public async Task A_begun_session_is_known_by_its_id_and_no_longer_by_the_token()
    {
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "token", Ada, Soon));
        var before = await Stores.Sessions.UseSessionAsync("token", Ct);

        await BeginAsync("token", "sid");

        before.ShouldBeNull();
        (await Stores.Sessions.UseSessionAsync("token", Ct)).ShouldBeNull();
        (await Stores.Sessions.UseSessionAsync("sid", Ct)).ShouldBe(Ada);
        (await BeginAsync("sid", "another")).ShouldBeNull();
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_redemptions_of_one_session_token_one_succeeds()
    {
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "token", Ada, Soon));

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => BeginAsync("token"))));

        redeemed.Count(authentication => authentication is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_redemptions_of_one_code_one_succeeds()
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => RedeemCodeAsync("code"))));

        redeemed.Count(code => code is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_redemptions_one_succeeds_while_the_process_forgets_what_it_issued()
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "token", Ada, Soon));

        var forgetting = Task.Run(() => Store.ForgetExpiredAsync(Ct));
        var codes = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => RedeemCodeAsync("code"))));
        var sessions = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => BeginAsync("token"))));

        await forgetting;
        (await codes).Count(code => code is not null).ShouldBe(1);
        (await sessions).Count(session => session is not null).ShouldBe(1);
    }

    [Theory]
    [InlineData("that still knows it")]
    [InlineData("that has forgotten it")]
    public async Task A_code_gives_back_what_was_put_in(string process)
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));
        if (process is "that has forgotten it")
            await Store.ForgetExpiredAsync(Ct);

        var redeemed = await RedeemCodeAsync("code");

        redeemed.ShouldNotBeNull();
        redeemed.Scopes.ShouldBe(["openid", "email"]);
        redeemed.CodeChallenge.ShouldBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        redeemed.AuthorizationServerId.ShouldBe("default");
    }

    [Fact]
    public async Task What_has_expired_is_not_redeemed()
    {
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "token", Ada, Soon));

        _time.Advance(TimeSpan.FromMinutes(5));

        (await BeginAsync("token")).ShouldBeNull();
    }

    [Fact]
    public async Task What_has_expired_is_forgotten()
    {
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "old", Ada, Soon));
        await DoneAsync(work => Stores.Sessions.AddSessionToken(work, "new", Ada, Soon.AddHours(1)));
        _time.Advance(TimeSpan.FromMinutes(6));

        var forgotten = await Store.ForgetExpiredAsync(Ct);

        forgotten.ShouldBe(1);
        (await BeginAsync("new")).ShouldBe(Ada);
    }

    [Fact]
    public async Task Using_a_session_prolongs_it()
    {
        await DoneAsync(work => Stores.Sessions.AddSession(work, "sid", Ada with { IdleSeconds = 300 }, () => { }));
        _time.Advance(TimeSpan.FromMinutes(4));

        await Stores.Sessions.UseSessionAsync("sid", Ct);
        _time.Advance(TimeSpan.FromMinutes(4));

        (await Stores.Sessions.UseSessionAsync("sid", Ct)).ShouldBe(Ada with { IdleSeconds = 300 });
        _time.Advance(TimeSpan.FromMinutes(5));
        (await Stores.Sessions.UseSessionAsync("sid", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_up_however_often_it_is_used()
    {
        await DoneAsync(
            work => Stores.Sessions.AddSession(work, "sid", Ada with { IdleSeconds = 300, EndsAt = Soon.ToUnixTimeSeconds() }, () => { }));
        _time.Advance(TimeSpan.FromMinutes(4));

        var used = await Stores.Sessions.UseSessionAsync("sid", Ct);
        _time.Advance(TimeSpan.FromMinutes(1));

        used.ShouldBe(Ada with { IdleSeconds = 300, EndsAt = Soon.ToUnixTimeSeconds() });
        (await Stores.Sessions.UseSessionAsync("sid", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_can_be_revoked_twice()
    {
        var before = await Stores.Tokens.IsRevokedAsync("AT.1", null, Ct);

        await DoneAsync(work => Stores.Tokens.RevokeToken(work, "AT.1", Soon));
        await DoneAsync(work => Stores.Tokens.RevokeToken(work, "AT.1", Soon));

        before.ShouldBeFalse();
        (await Stores.Tokens.IsRevokedAsync("AT.1", null, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_assertion_is_spent_once_by_each_client()
    {
        var first = await SpendJwtAsync("0oa1", "jti");
        var again = await SpendJwtAsync("0oa1", "jti");
        var another = await SpendJwtAsync("0oa2", "jti");

        (first, again, another).ShouldBe((true, false, true));
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_redemptions_of_one_pushed_request_one_succeeds()
    {
        await DoneAsync(work =>
            Stores.Interactions.AddPushedRequest(
                work, "urn:okta:1", "default", "0oa1", new() { Parameters = new() { ["state"] = "s" }, SessionTokenHash = "hash" }, Soon));

        var redeemed = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => RedeemPushedRequestAsync("urn:okta:1", "default", "0oa1"))));

        var pushed = redeemed.Single(request => request is not null);
        pushed!.Parameters["state"].ShouldBe("s");
        pushed.SessionTokenHash.ShouldBe("hash");
    }

    [Fact]
    public async Task A_pushed_request_is_its_clients_at_its_server()
    {
        await DoneAsync(work => Stores.Interactions.AddPushedRequest(work, "urn:okta:1", null, "0oa1", new() { Parameters = [] }, Soon));

        var otherClient = await RedeemPushedRequestAsync("urn:okta:1", null, "0oa2");
        var otherServer = await RedeemPushedRequestAsync("urn:okta:1", "default", "0oa1");
        var pusher = await Stores.Interactions.PusherAsync("urn:okta:1", Ct);

        (otherClient, otherServer, pusher).ShouldBe((null, null, "0oa1"));
        (await RedeemPushedRequestAsync("urn:okta:1", null, "0oa1")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_user_code_is_one_devices()
    {
        var first = await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "device", "1", "BKWQZNHT", Some.PolledGrant()));
        var second = await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "device", "2", "BKWQZNHT", Some.PolledGrant()));
        var without = await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "ciba", "3", null, Some.PolledGrant()))
            && await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "ciba", "4", null, Some.PolledGrant()));

        (first, second, without).ShouldBe((true, false, true));
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_polls_one_is_not_too_soon()
    {
        await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "device", "1", "BKWQZNHT", Some.PolledGrant()));

        var polled = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => Stores.Interactions.PollGrantAsync("device", "1", 5, Ct))));

        polled.Count(grant => grant is { IsTooSoon: false }).ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_decisions_one_counts_and_of_a_hundred_redemptions_one_succeeds()
    {
        await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "device", "1", "BKWQZNHT", Some.PolledGrant()));
        await Stores.Interactions.AskToConfirmAsync("BKWQZNHT", ["openid"], "key", "session", Ct);
        var early = await RedeemPolledGrantAsync("device", "1");

        var decided = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i =>
                Task.Run(
                    () => DoneAsync(work => Stores.Interactions.DecidePolledGrant(work, "key", "session", PolledStatus.Approved, Ada)))));
        var otherKind = await RedeemPolledGrantAsync("ciba", "1");
        var redeemed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => RedeemPolledGrantAsync("device", "1"))));

        decided.Count(won => won).ShouldBe(1);
        redeemed.Single(grant => grant is not null)!.UserId.ShouldBe(Ada.UserId);
        (early, otherKind).ShouldBe((null, null));
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_redemptions_of_an_approved_push_one_succeeds()
    {
        await DoneAsync(work => Stores.Factors.AddPush(work, "push", null, Soon));
        await DoneAsync(work =>
            Stores.Interactions.AddPolledGrant(work, "ciba", "1", null, Some.PolledGrant() with { PushId = "push", UserId = Ada.UserId }));
        var early = await RedeemPolledGrantAsync("ciba", "1");
        await Stores.Factors.DecidePushAsync("push", approves: true, null, Ct);

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => RedeemPolledGrantAsync("ciba", "1"))));

        early.ShouldBeNull();
        redeemed.Count(grant => grant is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_consent_given_twice_is_given_once()
    {
        await DoneAsync(work => Stores.Interactions.AddConsents(work, "00u1", "0oa1", null, ["orders", "extra"]));
        await DoneAsync(work => Stores.Interactions.AddConsents(work, "00u1", "0oa1", null, ["orders"]));

        (await Stores.Interactions.ConsentsAsync("00u1", "0oa1", null, Ct)).Order().ShouldBe(["extra", "orders"]);
        (await Stores.Interactions.ConsentsAsync("00u1", "0oa1", "default", Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_was_ended_is_nobodys()
    {
        await DoneAsync(work => Stores.Sessions.AddSession(work, "sid", Ada, () => { }));

        await Stores.Sessions.EndSessionAsync("sid", Ct);

        (await Stores.Sessions.UseSessionAsync("sid", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_signing_key_stays_whoever_makes_it_first()
    {
        var kept = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => Task.Run(() => Stores.Keys.KeepSigningKeyAsync("org", $"key {i}", Ct))));

        kept.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_failure_that_locks_is_told_from_those_after_it()
    {
        await SeedAsync();

        (await Stores.Credentials.CountFailedPasswordAsync("00u1adaActive0000005", 2, Ct)).WasLocked.ShouldBeFalse();
        (await Stores.Credentials.CountFailedPasswordAsync("00u1adaActive0000005", 2, Ct)).WasLocked.ShouldBeFalse();
        (await Stores.Credentials.CountFailedPasswordAsync("00u1adaActive0000005", 2, Ct)).WasLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_of_nobody_is_written_and_forgotten_in_time()
    {
        await Stores.Credentials.CountFailureOfNobodyAsync("nobody@example.com", Ct);
        await Stores.Credentials.CountFailureOfNobodyAsync("NOBODY@example.com", Ct);
        _time.Advance(TimeSpan.FromMinutes(2));

        (await Store.ForgetExpiredAsync(Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task A_user_is_put_into_another_state()
    {
        await SeedAsync();

        (await Stores.Credentials.SetStateAsync("ada@example.com", UserState.LockedOut, Ct)).ShouldBeTrue();
        var locked = await Stores.Credentials.FindCredentialsAsync("ada@example.com", Ct);
        (await Stores.Credentials.SetStateAsync("ada@example.com", UserState.MfaRequired, Ct)).ShouldBeTrue();
        var required = await Stores.Credentials.FindCredentialsAsync("ada@example.com", Ct);

        locked!.State.ShouldBe(UserState.LockedOut);
        locked.LockedAt.ShouldBe(_time.GetUtcNow().ToUnixTimeSeconds());
        required!.State.ShouldBe(UserState.Active);
        required.User.RequiresFactor.ShouldBeTrue();
        (await Stores.Credentials.SetStateAsync("nobody@example.com", UserState.Active, Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_twenty_concurrent_rotations_of_one_key_one_succeeds()
    {
        var before = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(async () => await Stores.Keys.FindKeyRotationAsync("custom/default", Ct))));

        var rotated = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => Stores.Keys.RotateKeysAsync("custom/default", 0, Ct))));

        before.ShouldAllBe(rotation => rotation.Active == 0);
        rotated.Count(succeeded => succeeded).ShouldBe(1);
        (await Stores.Keys.FindKeyRotationAsync("custom/default", Ct)).Active.ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_concurrent_wrong_passwords_are_all_counted_and_lock_at_the_limit()
    {
        await SeedAsync();

        await Task.WhenAll(
            Enumerable.Range(0, 50)
                .Select(_ => Task.Run(() => Stores.Credentials.CountFailedPasswordAsync("00u1adaActive0000005", 50, Ct))));

        var ada = await Stores.Credentials.FindCredentialsAsync("ada@example.com", Ct);
        ada.ShouldNotBeNull();
        ada.FailedPasswords.ShouldBe(50);
        ada.State.ShouldBe(UserState.LockedOut);
    }

    [Theory]
    [InlineData("ADA@Example.com")]
    [InlineData("ada@example.com")]
    public async Task A_login_is_found_in_any_case(string login)
    {
        await SeedAsync();

        (await Stores.Credentials.FindCredentialsAsync(login, Ct)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_login_is_found_by_what_stands_before_the_at_sign()
    {
        await SeedAsync();

        (await Stores.Credentials.FindCredentialsByShortNameAsync("ADA", Ct)).ShouldNotBeNull().User.Login.ShouldBe("ada@example.com");
    }

    [Theory]
    [InlineData("ad%")]
    [InlineData("ad_")]
    [InlineData("ada\0")]
    [InlineData("' or 1=1 --")]
    public async Task No_trick_in_a_login_finds_anybody(string login)
    {
        await SeedAsync();

        (await Stores.Credentials.FindCredentialsAsync(login, Ct)).ShouldBeNull();
        (await Stores.Credentials.FindCredentialsByShortNameAsync(login, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Half_a_surrogate_pair_in_a_login_finds_nobody()
    {
        await SeedAsync();

        (await Stores.Credentials.FindCredentialsAsync("ada" + (char)0xd800, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task An_org_that_is_there_already_is_left_as_it_is()
    {
        await SeedAsync();

        await Seeder.SeedAsync(Store, Stores.Directory, OrgSeed.Default with { OrgName = "Another" }, isKept: false, Ct);

        (await Stores.Directory.Settings.AllAsync(Ct)).ShouldHaveSingleItem().Name.ShouldBe("Postern Local Org");
    }

    [Fact]
    public async Task Of_twenty_changes_of_one_app_at_once_none_is_lost()
    {
        await SeedAsync();
        var apps = Stores.Directory.Apps;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => Store.InOneWorkAsync(
                async work =>
                {
                    var before = (await apps.FindToChangeAsync("0oa1posternWeb000005", Ct)).ShouldNotBeNull();
                    apps.Change(
                        work,
                        before,
                        before.Document with
                        {
                            PostLogoutRedirectUris = [.. before.Document.PostLogoutRedirectUris, $"http://localhost/{i}"],
                        });
                },
                Ct),
            Ct)));

        (await apps.FindAsync("0oa1posternWeb000005", Ct)).ShouldNotBeNull().PostLogoutRedirectUris.Count.ShouldBe(21);
    }

    [Fact]
    public async Task A_state_that_is_set_while_the_profile_changes_takes_nothing_of_it_back()
    {
        await SeedAsync();
        var users = Stores.Directory.Users;

        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(i => (Task[])
        [
            Task.Run(
                () => Store.InOneWorkAsync(
                    async work =>
                    {
                        var before = (await users.FindToChangeAsync(Ada.UserId, Ct)).ShouldNotBeNull();
                        users.Change(work, before, before.Document with { GroupIds = [.. before.Document.GroupIds, $"00g{i}"] });
                    },
                    Ct),
                Ct),
            Task.Run(() => Stores.Credentials.SetStateAsync("ada@example.com", UserState.MfaRequired, Ct), Ct),
        ]));

        var ada = (await Stores.Credentials.FindCredentialsAsync("ada@example.com", Ct)).ShouldNotBeNull().User;
        ada.GroupIds.Count.ShouldBe(12);
        ada.RequiresFactor.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_deleted_meanwhile_is_changed_by_nobody()
    {
        await SeedAsync();
        var apps = Stores.Directory.Apps;
        var before = (await apps.FindToChangeAsync("0oa1posternWeb000005", Ct)).ShouldNotBeNull();

        (await DoneAsync(work => apps.Delete(work, before))).ShouldBeTrue();

        (await DoneAsync(work => apps.Change(work, before, before.Document with { Name = "Back" }))).ShouldBeFalse();
        (await apps.FindAsync("0oa1posternWeb000005", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_rotations_of_one_refresh_token_one_succeeds()
    {
        await DoneAsync(work => Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1")));

        var rotated = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(() => DoneAsync(work => Stores.Tokens.RotateRefreshToken(work, "oar1", 0)), Ct)));

        rotated.Count(won => won).ShouldBe(1);
        (await Stores.Tokens.FindRefreshTokenAsync("oar1", Ct)).ShouldNotBeNull().Generation.ShouldBe(1);
    }

    [Fact]
    public async Task Refresh_tokens_are_found_and_revoked_by_whose_they_are()
    {
        await DoneAsync(work =>
        {
            Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1"));
            Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar2") with { ClientId = "0oa2" });
            Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar3") with { ClientId = "0oa2", AuthorizationServerId = null });
        });
        TokenOwner second = new() { ClientId = "0oa2" };

        var page = await Stores.Tokens.RefreshTokensAsync(second, "oar2", 10, Ct);
        var ofServer = await Stores.Tokens.RefreshTokensAsync(second with { ServerId = "default" }, "", 10, Ct);
        var clients = await Stores.Tokens.ClientsAsync(new() { UserId = ofServer[0].UserId }, Ct);
        await DoneAsync(work => Stores.Tokens.RevokeRefreshTokens(work, second, DateTimeOffset.FromUnixTimeSeconds(1_770_200_000)));

        page.Select(token => token.Id).ShouldBe(["oar3"]);
        ofServer.Select(token => token.Id).ShouldBe(["oar2"]);
        clients.ShouldBe(["0oa1", "0oa2"]);
        (await Stores.Tokens.RefreshTokensAsync(new(), "", 10, Ct)).Select(token => token.Id).ShouldBe(["oar1"]);
        (await Stores.Tokens.IsRevokedAsync("oar3", null, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refresh_token_comes_back_as_it_was_kept()
    {
        var kept = Some.RefreshToken("oar1") with { Context = "urn:okta:loa:1fa:pwd", SessionId = "idx1", KeyThumbprint = "jkt1" };

        await DoneAsync(work => Stores.Tokens.AddRefreshToken(work, kept));

        var found = (await Stores.Tokens.FindRefreshTokenAsync("oar1", Ct)).ShouldNotBeNull();
        (found with
        {
            Scopes = kept.Scopes,
            Methods = kept.Methods,
            RotatedAt = kept.RotatedAt,
            ExpiresAt = kept.ExpiresAt,
            CreatedAt = kept.CreatedAt,
        })
            .ShouldBe(kept);
        found.Scopes.ShouldBe(kept.Scopes);
        found.Methods.ShouldBe(kept.Methods);
        found.ExpiresAt.ShouldBe(1_770_113_730 + 604800);
    }

    [Fact]
    public async Task A_rotation_moves_the_idle_time_and_not_the_end()
    {
        await DoneAsync(work => Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1") with { EndsAt = 1_770_113_730 + 700000 }));
        _time.Advance(TimeSpan.FromSeconds(600000));

        await DoneAsync(work => Stores.Tokens.RotateRefreshToken(work, "oar1", 0));

        (await Stores.Tokens.FindRefreshTokenAsync("oar1", Ct)).ShouldNotBeNull().ExpiresAt.ShouldBe(1_770_113_730 + 700000);
    }

    [Fact]
    public async Task A_refresh_token_revoked_before_it_was_issued_is_never_found()
    {
        await DoneAsync(work => Stores.Tokens.RevokeRefreshToken(work, "oar1", Soon));
        await DoneAsync(work => Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1")));

        (await Stores.Tokens.FindRefreshTokenAsync("oar1", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_device_secret_is_found_until_it_expires_or_is_removed()
    {
        await DoneAsync(work => Stores.Tokens.AddDeviceSecret(work, "secret", Some.DeviceSecret(Soon)));
        await DoneAsync(work => Stores.Tokens.AddDeviceSecret(work, "removed", Some.DeviceSecret(Soon)));
        await DoneAsync(work => Stores.Tokens.RemoveDeviceSecret(work, "removed"));

        (await Stores.Tokens.FindDeviceSecretAsync("removed", Ct)).ShouldBeNull();
        (await Stores.Tokens.FindDeviceSecretAsync("secret", Ct)).ShouldNotBeNull().UserId.ShouldBe("00u1adaActive0000005");
        _time.Advance(TimeSpan.FromSeconds(300));
        (await Stores.Tokens.FindDeviceSecretAsync("secret", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_uses_of_one_proof_one_is_the_first()
    {
        var uses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => SpendJwtAsync("dpop proof by jkt1", "p-1"), Ct)));

        uses.Count(isFirst => isFirst).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_spent_for_something_that_somebody_else_has_stays_unspent()
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));
        await DoneAsync(work => Stores.Interactions.AddPolledGrant(work, "device", "1", "BKWQZNHT", Some.PolledGrant()));

        var isDone = await DoneAsync(work =>
        {
            Stores.Tokens.SpendCode(work, "code");
            Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1"));
            Stores.Interactions.AddPolledGrant(work, "device", "2", "BKWQZNHT", Some.PolledGrant());
        });

        isDone.ShouldBeFalse();
        (await Stores.Tokens.FindRefreshTokenAsync("oar1", Ct)).ShouldBeNull();
        (await RedeemCodeAsync("code")).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_spent_for_something_that_cannot_be_written_stays_unspent_and_the_database_works_on()
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));
        await DoneAsync(work => Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1")));

        await Should.ThrowAsync<DbException>(() => DoneAsync(work =>
        {
            Stores.Tokens.SpendCode(work, "code");
            Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1"));
        }));

        (await RedeemCodeAsync("code")).ShouldNotBeNull();
        (await DoneAsync(work =>
        {
            Stores.Tokens.AddCode(work, "another", Some.Code(), Soon);
            Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar2"));
        })).ShouldBeTrue();
    }

    [Fact]
    public async Task A_refusal_keeps_what_was_spent_and_nothing_else()
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));

        await Should.ThrowAsync<Refused>(() => Store.InOneWorkAsync(
            work =>
            {
                Stores.Tokens.SpendCode(work, "code");
                Stores.Tokens.AddRefreshToken(work, Some.RefreshToken("oar1"));
                throw new Refused();
            },
            Ct));

        (await RedeemCodeAsync("code")).ShouldBeNull();
        (await Stores.Tokens.FindRefreshTokenAsync("oar1", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_comes_too_late_looks_again()
    {
        await DoneAsync(work => Stores.Tokens.AddCode(work, "code", Some.Code(), Soon));
        List<bool> found = [];
        var isAnswered = false;

        await Store.InOneWorkAsync(
            async work =>
            {
                found.Add(await Stores.Tokens.FindCodeAsync("code", Ct) is not null);
                if (!found[^1])
                    return;

                await DoneAsync(quicker => Stores.Tokens.SpendCode(quicker, "code"));
                Stores.Tokens.SpendCode(work, "code");
                work.Answer(() => Task.FromResult(isAnswered = true));
            },
            Ct);

        found.ShouldBe([true, false]);
        isAnswered.ShouldBeFalse();
    }

    DateTimeOffset Soon { get; } = DateTimeOffset.FromUnixTimeSeconds(1_770_113_730 + 300);

    private protected abstract Task<DbDataSource> CreateAsync();

    private protected virtual async Task DropAsync(DbDataSource source) => await source.DisposeAsync();

    /// <summary>Whether nobody else was quicker.</summary>
    private protected Task<bool> DoneAsync(Action<Work> gather)
    {
        Work work = new(Origin.Itself);
        gather(work);
        return Store.TryCommitAsync(work.Changes, Ct);
    }

    Task<Authentication?> BeginAsync(string token) => BeginAsync(token, Secrets.New());

    async Task<Authentication?> BeginAsync(string token, string id) =>
        await Stores.Sessions.FindSessionTokenAsync(Secrets.Hash(token), Ct) is { } found
            && await DoneAsync(work => Stores.Sessions.BeginSession(work, Secrets.Hash(token), id, () => { }))
            ? found
            : null;

    async Task<AuthorizationCode?> RedeemCodeAsync(string code) =>
        await Stores.Tokens.FindCodeAsync(code, Ct) is { } found && await DoneAsync(work => Stores.Tokens.SpendCode(work, code))
            ? found
            : null;

    async Task<PushedAuthorization?> RedeemPushedRequestAsync(string uri, string? server, string client) =>
        await Stores.Interactions.FindPushedRequestAsync(uri, server, client, Ct) is { } found
            && await DoneAsync(work => Stores.Interactions.SpendPushedRequest(work, uri))
            ? found
            : null;

    async Task<PolledGrant?> RedeemPolledGrantAsync(string grantType, string code) =>
        await Stores.Interactions.PollGrantAsync(grantType, code, 5, Ct) is { } found
            && await DoneAsync(work => Stores.Interactions.SpendPolledGrant(work, grantType, code))
            ? found
            : null;

    async Task<bool> SpendJwtAsync(string owner, string jwtId)
    {
        Work work = new(Origin.Itself);
        return await Stores.Tokens.SpendJwtAsync(work, owner, jwtId, Soon, Ct) && await Store.TryCommitAsync(work.Changes, Ct);
    }

    async Task SeedAsync() => await Seeder.SeedAsync(Store, Stores.Directory, OrgSeed.Default, isKept: false, Ct);

    sealed class Refused() : Refusal("no");
}
