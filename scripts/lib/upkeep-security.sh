# shellcheck shell=bash
# Weekly and quarterly: who was refused, what is known to be vulnerable, who reads the secrets, which keys are used. Sourced by
# maintenance.sh after upkeep-logs.sh.

: "${environment?}" "${env_file?}" "${json_field?}" "${app_log?}" "${rows?}" "${database_silence?}"
IMAGE_DAYS=60
SECRET_DAYS=90
KEY_DAYS=90
MANY_FAILURES=20

check_refusals() {
  local found total
  if [ -d "$app_log" ]; then
    found=$(log_lines "$app_log" 7 | awk "$json_field"'
      field("event") == "authentication" && field("result") == "failure" { count[field("address")]++ }
      END { for (address in count) printf "%6d × %s\n", count[address], address }' | sort -rn)
    total=$(awk '{ sum += $1 } END { print sum + 0 }' <<<"$found")
    if [ "$total" -gt "$MANY_FAILURES" ]; then
      attention "$total logins failed in a week" 'block an address that guesses (ufw deny from ADDRESS); by address:'
      head -n 5 <<<"$found" | listing
    else
      fine "$total logins failed in a week"
    fi
  else
    unseen 'logins' "there is no folder $app_log"
  fi
  if [ -d logs/nginx ]; then
    found=$(log_lines logs/nginx 7 | awk "$json_field"'
      field("status") ~ /^(401|403|429)$/ { count[field("status") " " field("address")]++ }
      END { for (who in count) printf "%6d × %s\n", count[who], who }' | sort -rn)
    fine "requests that were refused in a week, by status and address: $(grep -c . <<<"$found" || true)"
    [ -z "$found" ] || head -n 5 <<<"$found" | listing
  else
    unseen 'refused requests' 'there is no folder logs/nginx'
  fi
}

# npm tells vulnerabilities by its exit status too, so a registry that is away is told apart by what it printed.
check_vulnerabilities() {
  local report
  if ! command -v npm >/dev/null || [ ! -f package-lock.json ]; then
    unseen 'vulnerabilities' 'npm or package-lock.json is not here'
    return
  fi
  report=$(timeout 60 npm audit --omit=dev --json 2>/dev/null || true)
  if ! grep -q '"vulnerabilities": *{' <<<"$report" || ! grep -q '"total"' <<<"$report"; then
    unseen 'vulnerabilities' 'the registry of packages gave no report'
  elif grep -qE '"(high|critical)": *[1-9]' <<<"$report"; then
    attention 'packages of the product have severe known vulnerabilities' 'npm audit --omit=dev names them; take a newer version of the product'
  else
    fine 'no severe vulnerability is known in the packages of the product'
  fi
}

check_images() {
  local image created days seen=0 old=''
  if ! docker version >/dev/null 2>&1; then
    unseen 'images' 'no container engine answers'
    return
  fi
  while read -r image; do
    created=$(docker image inspect --format '{{.Created}}' "$image" 2>/dev/null) || continue
    seen=$((seen + 1))
    days=$((($(date +%s) - $(date -d "$created" +%s)) / 86400))
    [ "$days" -le "$IMAGE_DAYS" ] || old+="$image ($days days) "
  done < <(compose config --images 2>/dev/null | sort -u)
  if [ "$seen" -eq 0 ]; then
    unseen 'images' "none of $environment is here"
  elif [ -z "$old" ]; then
    fine "no image is older than $IMAGE_DAYS days"
  else
    attention "old images: $old" 'newer tags in compose/services.yml, then deploy: docs/operations.md, upgrade notes'
  fi
}

check_secret_files() {
  local file readable=''
  for file in .env.development .env.staging .env.production nginx/ssl/key.pem; do
    [ ! -f "$file" ] || [ "$((0$(stat -c %a "$file") & 7))" -eq 0 ] || readable+=" $file"
  done
  if [ -z "$readable" ]; then
    fine 'no secret can be read by every user of this machine'
  else
    attention "every user of this machine reads$readable" "chmod o=${readable}"
  fi
}

check_secret_age() {
  if [ ! -f "$env_file" ]; then
    unseen 'age of the secrets' "there is no $env_file"
    return
  fi
  local days=$((($(date +%s) - $(stat -c %Y "$env_file")) / 86400))
  if [ "$days" -gt "$SECRET_DAYS" ]; then
    attention "$env_file has not changed for $days days" 'new passwords: docs/operations.md, chapter 7'
  else
    fine "$env_file changed $days days ago"
  fi
}

check_keys() {
  if ! query "select name, array_to_string(scopes, ','), coalesce(to_char(last_used_at, 'YYYY-MM-DD'), 'never used'),
      coalesce(last_used_at, created_at) < now() - interval '$KEY_DAYS days'
    from api_keys where revoked_at is null order by last_used_at nulls first"; then
    unseen 'keys' "$database_silence"
    return
  fi
  if grep -q $'\tt$' <<<"$rows"; then
    attention "keys lie unused for $KEY_DAYS days" 'revoke those that nobody needs; name, scopes, last use, unused:'
  else
    fine 'keys; name, scopes, last use, unused:'
  fi
  listing <<<"$rows"
}
